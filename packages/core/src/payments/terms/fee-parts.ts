import { type DomainError, feePartsExceed } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { percentOf } from "../percent.ts";

export interface FeeRefusal {
  readonly traderId: string;
  readonly storeId: string;
  readonly direction: "pay_in" | "pay_out";
  /** What trader and lead would get, and what the store pays, in percent. */
  readonly parts: string;
  readonly fee: string;
}

/**
 * A trader who may serve a store for more than it pays, if there is any. Asked as the last thing of whatever
 * changes a store, its terms, who serves it, or what traders and leads get: it takes its turn after all others
 * who did, so that each sees what the other wrote, and one of two that do not fit together is undone.
 */
export async function refusalOfFees(tx: Tx): Promise<FeeRefusal | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('payments:fee_parts', 0))`);
  // Nearly always the dearest trader costs less than the cheapest store pays, and no pair is looked at.
  const { rows } = await tx.execute<{
    trader_id: string;
    store_id: string;
    direction: FeeRefusal["direction"];
    parts: number;
    fee: number;
  }>(sql`
    with fees as materialized (
      select t.store_id, t.direction, min(t.fee_millionths) as fee
      from store_terms t join stores s on s.id = t.store_id
      where t.active and s.state = 'active'
      group by t.store_id, t.direction
    ), parts as materialized (
      select t.id as trader_id, of.direction, of.parts
      from traders t join teams on teams.id = t.team_id
      cross join lateral (values
        ('pay_in', t.fee_in + teams.commission_in), ('pay_out', t.fee_out + teams.commission_out)
      ) of (direction, parts)
      where t.state <> 'blocked'
    ), bounds as materialized (
      select direction, lowest, highest
      from (select direction, min(fee) as lowest from fees group by direction) f
      join (select direction, max(parts) as highest from parts group by direction) p using (direction)
      where highest > lowest
    ), low as materialized (
      select f.*, exists (
        select from store_traders x where x.store_id = f.store_id and x.rule = 'allow'
      ) as chosen
      from fees f join bounds b on b.direction = f.direction and f.fee < b.highest
    ), high as materialized (
      select p.* from parts p join bounds b on b.direction = p.direction and p.parts > b.lowest
    )
    select p.trader_id, f.store_id, p.direction, p.parts, f.fee
    from low f join high p on p.direction = f.direction and p.parts > f.fee
    left join store_traders own on own.store_id = f.store_id and own.trader_id = p.trader_id
    where case own.rule when 'allow' then true when 'deny' then false else not f.chosen end
    order by p.parts - f.fee desc, p.trader_id, f.store_id
    limit 1`);
  const [found] = rows;
  if (!found) return null;
  return {
    traderId: found.trader_id,
    storeId: found.store_id,
    direction: found.direction,
    parts: percentOf(found.parts),
    fee: percentOf(found.fee),
  };
}

/** Ends the call where fees do not fit; what it wrote is undone. */
export async function requireFeesFit(ctx: {
  readonly db: Tx;
  readonly fail: (error: DomainError<"payments.fee_parts_exceed">) => never;
}): Promise<void> {
  const refusal = await refusalOfFees(ctx.db);
  if (refusal) ctx.fail(feePartsExceed({ ...refusal }));
}
