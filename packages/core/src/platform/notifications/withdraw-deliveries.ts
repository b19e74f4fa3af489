import { deliveries, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";

/** What waits for the chat that an account has left is not sent there any more. */
export async function withdrawChat(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: "withheld", problem: "unlinked", sealed: null, endedAt: now })
    .where(
      and(
        eq(deliveries.accountId, accountId),
        eq(deliveries.channel, "telegram"),
        eq(deliveries.state, "waiting"),
      ),
    );
}
