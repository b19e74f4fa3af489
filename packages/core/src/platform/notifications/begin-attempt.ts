import { deliver } from "@mainstay/contracts";
import {
  deliveries,
  deliveryAttempts,
  pushSubscriptions,
  telegramLinks,
  type Tx,
} from "@mainstay/db";
import { and, asc, eq } from "drizzle-orm";
import type { Sealer } from "../../ports.ts";
import { addressHash as hashOf } from "./address-hash.ts";
import { openPushTarget } from "./push-target.ts";
import type { PushTarget } from "./transports.ts";

export type DeliveryRow = typeof deliveries.$inferSelect;

/**
 * Nobody can tell whether Telegram took a message: it knows no way to name one twice. Being told twice of
 * something that matters is better than not at all; of anything else it is not.
 */
export const mayRepeat = ({ channel, kind }: Pick<DeliveryRow, "channel" | "kind">): boolean =>
  channel !== "telegram" || kind === "security";

/** A delivery that is still to be made, locked; null where it has ended, or ends here. */
export async function lockDelivery(
  tx: Tx,
  { deliveryId, now }: { deliveryId: string; now: Date },
): Promise<{ delivery: DeliveryRow; attempts: number } | null> {
  const [delivery] = await tx
    .select()
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId))
    .for("update");
  if (delivery?.sealed == null || delivery.endedAt !== null) return null;
  const attempts = await tx
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
    .orderBy(asc(deliveryAttempts.number));
  const last = attempts.at(-1);
  if (last?.outcome === null) {
    // Its process died, and nobody knows when, nor what came of it.
    await tx
      .update(deliveryAttempts)
      .set({ outcome: "unknown" })
      .where(attemptIs(deliveryId, last.number));
    if (!mayRepeat(delivery) || attempts.length >= deliver.attempts) {
      await endDelivery(tx, deliveryId, { state: "failed", problem: "unknown_outcome", now });
      return null;
    }
  }
  return { delivery, attempts: attempts.length };
}

/** From here until its end is written, nobody knows what came of it. */
export async function beginAttempt(
  tx: Tx,
  { deliveryId, number, now }: { deliveryId: string; number: number; now: Date },
): Promise<void> {
  await tx.insert(deliveryAttempts).values({ deliveryId, number, startedAt: now });
  await tx.update(deliveries).set({ state: "sending" }).where(eq(deliveries.id, deliveryId));
}

export async function endDelivery(
  tx: Tx,
  deliveryId: string,
  end: {
    state: "sent" | "failed" | "bounced" | "withheld";
    problem?: string | null;
    reference?: string | null;
    now: Date;
  },
): Promise<void> {
  const { state, problem = null, reference = null, now } = end;
  await tx
    .update(deliveries)
    .set({ state, problem, reference, endedAt: now, sealed: null })
    .where(eq(deliveries.id, deliveryId));
}

export const attemptIs = (deliveryId: string, number: number) =>
  and(eq(deliveryAttempts.deliveryId, deliveryId), eq(deliveryAttempts.number, number));

/** Where the browser takes its messages, if it is still this account's. */
export async function pushTargetOf(
  tx: Tx,
  sealer: Sealer,
  { accountId, addressHash }: DeliveryRow,
): Promise<PushTarget | null> {
  if (accountId === null) return null;
  const [row] = await tx
    .select({ sealed: pushSubscriptions.sealed })
    .from(pushSubscriptions)
    .where(
      and(
        eq(pushSubscriptions.endpointHash, addressHash),
        eq(pushSubscriptions.accountId, accountId),
      ),
    );
  return row ? openPushTarget(sealer, row.sealed) : null;
}

/** Whether the chat is still this account's. What has no account answers whoever wrote to the bot. */
export async function isLinkedChat(
  tx: Tx,
  sealer: Sealer,
  { accountId, addressHash }: DeliveryRow,
): Promise<boolean> {
  if (accountId === null) return true;
  const [link] = await tx
    .select({ chatId: telegramLinks.chatId })
    .from(telegramLinks)
    .where(eq(telegramLinks.accountId, accountId));
  return link !== undefined && hashOf(sealer, "telegram", link.chatId).equals(addressHash);
}
