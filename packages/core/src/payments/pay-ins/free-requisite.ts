import {
  requisiteDays,
  requisites,
  requisiteSlots,
  stores,
  traderTurns,
  type Tx,
} from "@mainstay/db";
import { and, eq, gt, sql } from "drizzle-orm";
import { turnOf } from "../orders/turns.ts";
import type { PayInRow } from "./pay-in-row.ts";

/** Until when money may still come for an order that ends now: so long nobody else is asked for its sum. */
export async function lateEnd(tx: Tx, { storeId }: PayInRow) {
  const [store] = await tx.select().from(stores).where(eq(stores.id, storeId));
  return sql`now() + ${store?.lateMinutes ?? 0} * interval '1 minute'`;
}

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
  if (how.live && !how.paid) {
    await tx
      .update(requisiteDays)
      .set({
        count: sql`${requisiteDays.count} - 1`,
        sum: sql`${requisiteDays.sum} - ${order.payable}::bigint`,
      })
      .where(
        and(
          eq(requisiteDays.requisiteId, requisiteId),
          sql`${requisiteDays.day} = (${order.assignedAt?.toISOString() ?? null}::timestamptz at time zone 'utc')::date`,
        ),
      );
  }
  await tx
    .update(requisiteSlots)
    .set({ releasedAt: await lateEnd(tx, order) })
    .where(ownSlot(order, requisiteId));
}

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
    .where(and(ownSlot(order, order.requisiteId), gt(requisiteSlots.releasedAt, sql`now()`)));
  return rowCount === 1;
}

const ownSlot = (order: PayInRow, requisiteId: string) =>
  and(eq(requisiteSlots.requisiteId, requisiteId), eq(requisiteSlots.orderId, order.id));
