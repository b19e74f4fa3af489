import { orderEvents, requisiteDays, requisites, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { PayInRow } from "./pay-in-row.ts";

/** Days are those of UTC, for all. */
export const today = sql`(now() at time zone 'utc')::date`;

/** Its place in the day, where the caps have one for it. */
export async function countDay(
  tx: Tx,
  { id, dayCountCap, daySumCap }: typeof requisites.$inferSelect,
  payable: bigint,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    insert into ${requisiteDays} as d (requisite_id, day, count, sum, count_cap, sum_cap)
    select ${id}::uuid, ${today}, 1, ${payable}::bigint, ${dayCountCap}::int, ${daySumCap}::bigint
     where coalesce(${payable}::bigint <= ${daySumCap}::bigint, true)
    on conflict (requisite_id, day) do update
       set count = d.count + 1, sum = d.sum + excluded.sum, count_cap = excluded.count_cap, sum_cap = excluded.sum_cap
     where coalesce(d.count + 1 <= excluded.count_cap, true) and coalesce(d.sum + excluded.sum <= excluded.sum_cap, true)`);
  return rowCount === 1;
}

/** It was not paid, and gives its place back. */
export async function uncountDay(tx: Tx, order: PayInRow): Promise<void> {
  await tx
    .update(requisiteDays)
    .set({
      count: sql`${requisiteDays.count} - 1`,
      sum: sql`${requisiteDays.sum} - ${order.payable}::bigint`,
    })
    .where(
      and(
        eq(requisiteDays.requisiteId, order.requisiteId ?? ""),
        sql`${requisiteDays.day} = (${order.assignedAt?.toISOString() ?? null}::timestamptz at time zone 'utc')::date`,
      ),
    );
}

/** A day's sum ends here, whatever people say has come: the next order's can still be added to it. */
const mostSum = sql`4611686018427387904`;

/**
 * Late money did come, whatever the caps say: the day it is found on counts it, and is closed the sooner for
 * others. The caps that are kept with the day give way, as its check compares with these.
 */
export async function countLate(tx: Tx, order: PayInRow, came: bigint): Promise<void> {
  await tx.execute(sql`
    insert into ${requisiteDays} as d (requisite_id, day, count, sum, count_cap, sum_cap)
    select r.id, ${today}, 1, ${came}::bigint, r.day_count_cap,
           case when r.day_sum_cap < ${came}::bigint then ${came}::bigint else r.day_sum_cap end
      from ${requisites} r where r.id = ${order.requisiteId}::uuid
    on conflict (requisite_id, day) do update
       set count = d.count + 1,
           sum = least(d.sum::numeric + excluded.sum, ${mostSum})::bigint,
           count_cap = case when excluded.count_cap < d.count + 1 then d.count + 1 else excluded.count_cap end,
           sum_cap = case when excluded.sum_cap < d.sum::numeric + excluded.sum
                          then least(d.sum::numeric + excluded.sum, ${mostSum})::bigint else excluded.sum_cap end`);
}

/** It was found not to be there after all: the day of the last find gives its place back. */
export async function uncountLate(tx: Tx, order: PayInRow): Promise<void> {
  const came = order.received ?? order.payable;
  await tx
    .update(requisiteDays)
    .set({
      count: sql`greatest(${requisiteDays.count} - 1, 0)`,
      sum: sql`greatest(${requisiteDays.sum} - ${came}::bigint, 0)`,
    })
    .where(
      and(
        eq(requisiteDays.requisiteId, order.requisiteId ?? ""),
        sql`${requisiteDays.day} = (
          select (e.at at time zone 'utc')::date from ${orderEvents} e
           where e.order_id = ${order.id}::uuid and e.event = 'find_money' order by e.sequence desc limit 1)`,
      ),
    );
}
