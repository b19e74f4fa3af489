import {
  pushSubscriptions,
  suppressedAddresses,
  telegramLinks,
  type deliveries,
  type Tx,
} from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";
import { addressHash } from "./address-hash.ts";

/** Nothing reaches this address any more, so it is not tried again. */
export async function forgetAddress(
  sealer: Sealer,
  tx: Tx,
  from: {
    delivery: Pick<typeof deliveries.$inferSelect, "channel" | "accountId" | "addressHash">;
    problem: string;
    now: Date;
  },
): Promise<void> {
  const { channel, accountId, addressHash: hash } = from.delivery;
  switch (channel) {
    case "email":
      return suppress(tx, { hash, problem: from.problem, now: from.now });
    case "push":
      await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.endpointHash, hash));
      return;
    case "telegram":
      if (accountId !== null) await forgetChat(sealer, tx, { accountId, hash });
  }
}

export async function suppress(
  tx: Tx,
  { hash, problem, now }: { hash: Buffer; problem: string; now: Date },
): Promise<void> {
  await tx
    .insert(suppressedAddresses)
    .values({ addressHash: hash, problem, at: now })
    .onConflictDoNothing();
}

/** Unless the account has another chat by now. */
async function forgetChat(
  sealer: Sealer,
  tx: Tx,
  { accountId, hash }: { accountId: string; hash: Buffer },
): Promise<void> {
  const [link] = await tx
    .select()
    .from(telegramLinks)
    .where(eq(telegramLinks.accountId, accountId))
    .for("update");
  if (!link || !addressHash(sealer, "telegram", link.chatId).equals(hash)) return;
  await tx
    .delete(telegramLinks)
    .where(and(eq(telegramLinks.accountId, accountId), eq(telegramLinks.chatId, link.chatId)));
}
