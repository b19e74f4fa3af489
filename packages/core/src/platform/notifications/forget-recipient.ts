import {
  deliveries,
  notificationPreferences,
  pushSubscriptions,
  telegramCodes,
  telegramLinks,
  type Tx,
} from "@mainstay/db";
import { and, eq, inArray, sql } from "drizzle-orm";

/**
 * Erases how somebody could be reached. The log keeps what was sent when; it can no longer be found by an
 * address. What waits is not sent.
 */
export async function forgetRecipient(tx: Tx, accountId: string): Promise<void> {
  for (const table of [
    notificationPreferences,
    telegramLinks,
    telegramCodes,
    pushSubscriptions,
  ] as const) {
    await tx.delete(table).where(eq(table.accountId, accountId));
  }
  const own = eq(deliveries.accountId, accountId);
  await tx
    .update(deliveries)
    .set({ state: "withheld", problem: "account_closed", endedAt: sql`now()` })
    .where(and(own, inArray(deliveries.state, ["waiting", "sending"])));
  await tx
    .update(deliveries)
    .set({ sealed: null, addressHash: sql`uuid_send(gen_random_uuid())` })
    .where(own);
}
