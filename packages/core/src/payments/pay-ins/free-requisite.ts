import { lateMinutesLeast, lateMinutesMost } from "@mainstay/contracts";
import { requisites, requisiteSlots, settings, stores, traderTurns, type Tx } from "@mainstay/db";
import { and, eq, gt, sql } from "drizzle-orm";
import { turnOf } from "../orders/turns.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { uncountDay, uncountLate } from "./requisite-day.ts";

/**
 * Until when money may still come for an order that ends now: so long nobody else is asked for its sum. The
 * platform's bounds go before the store's word: one that took none would have the sum asked of another payer at
 * once, and one that took it for long would use up the sums of requisites.
 */
export async function lateEnd(tx: Tx, { storeId }: PayInRow) {
  const [store] = await tx.select().from(stores).where(eq(stores.id, storeId));
  const [least, most] = [settingOf(lateMinutesLeast), settingOf(lateMinutesMost)];
  return sql`now() + greatest(${least}, least(${most}, ${store?.lateMinutes ?? 0}::int)) * interval '1 minute'`;
}

/** Of the statement that asks: whoever ends an order has its transaction at hand, and perhaps no settings. */
const settingOf = (asked: typeof lateMinutesLeast | typeof lateMinutesMost) =>
  sql`coalesce((select (s.value #>> '{}')::int from ${settings} s where s.key = ${asked.setting}), ${asked.default}::int)`;

/**
 * An order that was shown this requisite has ended. Its sum stays taken while late money may come; the day
 * counts what was paid, so one that was not gives its place back. It comes before money moves: rows of requisites
 * and turns are locked before ledger accounts, everywhere.
 */
export async function freeRequisite(
  tx: Tx,
  order: PayInRow,
  how: { readonly paid: boolean; readonly live: boolean },
): Promise<void> {
  const { requisiteId, traderId } = order;
  if (requisiteId === null || traderId === null) return;
  if (how.live) {
    await tx
      .update(requisites)
      .set({ liveOrders: sql`${requisites.liveOrders} - 1` })
      .where(eq(requisites.id, requisiteId));
    if (how.paid)
      await tx
        .update(traderTurns)
        .set({ done: sql`${traderTurns.done} + 1` })
        .where(turnOf(order, traderId));
  }
  if (!how.paid) await (how.live ? uncountDay(tx, order) : uncountLate(tx, order));
  await tx
    .update(requisiteSlots)
    .set({ releasedAt: how.live || how.paid ? await lateEnd(tx, order) : restOf(order) })
    .where(ownSlot(order, requisiteId));
}

/** The window of what came late goes on as it was; it does not begin again. */
const restOf = ({ lateUntil }: PayInRow) => sql`greatest(${lateUntil}::timestamptz, now())`;

/** What is the trader's own fault, and nobody else's: he let the time to confirm pass. */
export const countLapse = (tx: Tx, order: PayInRow) =>
  tx
    .update(traderTurns)
    .set({ failed: sql`${traderTurns.failed} + 1` })
    .where(turnOf(order, order.traderId ?? ""));

/** Money was found for it: nobody else is asked for its sum until that is decided. */
export async function keepSlot(tx: Tx, order: PayInRow): Promise<boolean> {
  if (order.requisiteId === null) return false;
  const { rowCount } = await tx
    .update(requisiteSlots)
    .set({ releasedAt: null })
    // By the database's clock, as whoever takes one over goes by it.
    .where(
      and(
        ownSlot(order, order.requisiteId),
        gt(requisiteSlots.releasedAt, sql`now()`),
        sql`${order.lateUntil}::timestamptz > now()`,
      ),
    );
  return rowCount === 1;
}

const ownSlot = (order: PayInRow, requisiteId: string) =>
  and(eq(requisiteSlots.requisiteId, requisiteId), eq(requisiteSlots.orderId, order.id));
