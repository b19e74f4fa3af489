import type { Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";

/** Of so many who were served last, whoever is in the middle says where one begins. */
const lately = 7;

/**
 * Makes these traders' places follow from what they are now: one for each currency and method of an active
 * requisite, ready while trader and team are active and the trader is online. Whoever becomes ready has saved
 * nothing up while away, and need not make up for what others took: the place is at least that in the middle of
 * those who were served lately. One who has taken nothing for long, though ready, and one who alone serves a busy
 * store are far behind and far ahead of all others, and do not move the middle.
 *
 * A place is kept when its requisites are gone: whoever pauses one for a moment comes back where he was.
 * The traders' rows are locked by whoever asks.
 */
export async function refreshTurns(tx: Tx, traderIds: readonly string[]): Promise<void> {
  if (traderIds.length === 0) return;
  const ids = sql`any(${sql.param(traderIds)}::uuid[])`;
  await tx.execute(sql`
    with places as (
      select r.trader_id, r.currency, r.method,
             bool_and(t.state = 'active' and g.state = 'active' and t.online_until is not null) as ready
        from requisites r
        join traders t on t.id = r.trader_id
        join teams g on g.id = t.team_id
       where r.trader_id = ${ids} and r.state = 'active'
       group by r.trader_id, r.currency, r.method
    ), changed as (
      select trader_id, currency, method, coalesce(p.ready, false) as ready
        from places p
        full join (select * from trader_turns where trader_id = ${ids}) c
             using (trader_id, currency, method)
       where c.ready is null or c.ready <> coalesce(p.ready, false)
    ), begins as (
      select currency, method, coalesce(
               (select percentile_disc(0.5) within group (order by s.turn)
                  from (select turn from trader_turns n
                         where n.currency = e.currency and n.method = e.method and n.served_at is not null
                         order by n.served_at desc nulls last limit ${lately}) s),
               0) as turn
        from (select distinct currency, method from changed where ready) e
    )
    insert into trader_turns as c (trader_id, currency, method, turn, ready)
    select d.trader_id, d.currency, d.method, coalesce(b.turn, 0), d.ready
      from changed d left join begins b on d.ready and (b.currency, b.method) = (d.currency, d.method)
     order by d.trader_id, d.currency, d.method
    on conflict (trader_id, currency, method) do update
       set ready = excluded.ready,
           turn = case when excluded.ready then greatest(c.turn, excluded.turn) else c.turn end`);
}
