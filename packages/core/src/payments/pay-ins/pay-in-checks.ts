import { sql } from "drizzle-orm";
import { type LedgerCheck, ledgerCheck as check } from "../../ledger-check.ts";

/** The journals of each order, by kind; a hold counts as open until something ended it. */
const journals = sql`
  select t.ref_id, count(*) filter (where t.code = 'payments.pay_in_held' and e.journal_id is null) open_holds,
         count(*) filter (where t.code in ('payments.pay_in_settled', 'payments.pay_in_settled_late')) settled,
         count(*) filter (where t.code = 'payments.pay_in_reversed') reversed
    from ledger_transfers t
    left join ledger_transfers e on e.hold_id = t.journal_id and e.kind in ('post', 'void')
   where t.ref_kind = 'pay_in' and t.leg = 0
   group by 1`;

/** How many of each an order has in its state; a late one has a hold where the collateral could bear it. */
const expected = sql`
  select p.id, p.state, case when p.state in ('assigned', 'paid_claimed', 'amount_review', 'disputed') then 1
                             when p.state = 'late_review' and p.hold_id is not null then 1 else 0 end holds,
         case when p.state in ('completed', 'partial', 'contested', 'reversed') then 1 else 0 end settled,
         case when p.state = 'reversed' then 1 else 0 end reversed
    from pay_ins p`;

export const payInChecks: readonly LedgerCheck[] = [
  check(
    "pay_ins",
    "Each pay-in has exactly the journals of its state: one open hold while it goes on, one settlement once it is finished, one reversal where it was reversed.",
    sql`select coalesce(x.id::text, j.ref_id),
               case when x.id is null then 'has journals, and is no pay-in'
                    else format('is %s and has %s open holds, %s settlements, %s reversals', x.state,
                      coalesce(j.open_holds, 0), coalesce(j.settled, 0), coalesce(j.reversed, 0)) end
          from (${expected}) x full join (${journals}) j on j.ref_id = x.id::text
         where x.id is null or (coalesce(j.open_holds, 0), coalesce(j.settled, 0), coalesce(j.reversed, 0)) <> (x.holds, x.settled, x.reversed)`,
  ),
  check(
    "pay_in_places",
    "What a requisite counts as live orders is how many there are, and no sum is waited for by an order that has ended.",
    sql`select r.id::text, format('counts %s live orders and has %s', r.live_orders, coalesce(l.n, 0))
          from requisites r
          left join (select requisite_id, count(*) n from pay_ins
                      where state in ('assigned', 'paid_claimed', 'amount_review', 'disputed') group by 1) l on l.requisite_id = r.id
         where r.live_orders <> coalesce(l.n, 0)
        union all
        select s.requisite_id::text, format('waits for %s of the order %s, which is %s', s.payable, s.order_id, p.state)
          from requisite_slots s join pay_ins p on p.id = s.order_id
         where s.released_at is null and p.state not in ('assigned', 'paid_claimed', 'amount_review', 'disputed', 'late_review')`,
  ),
];
