import { sql } from "drizzle-orm";
import { type LedgerCheck, ledgerCheck as check } from "../../ledger-check.ts";

/** The journals of each order, by kind; a hold counts as open until something ended it. */
const journals = sql`
  select t.ref_id, count(*) filter (where t.code = 'payments.pay_out_held' and e.journal_id is null) open_holds,
         count(*) filter (where t.code = 'payments.pay_out_settled') settled,
         count(*) filter (where t.code = 'payments.pay_out_released') released,
         count(*) filter (where t.code = 'payments.pay_out_returned') returned
    from ledger_transfers t
    left join ledger_transfers e on e.hold_id = t.journal_id and e.kind in ('post', 'void')
   where t.ref_kind = 'pay_out' and t.leg = 0
   group by 1`;

/** How many of each an order has in its state. */
const expected = sql`
  select p.id, p.state,
         case when p.state in ('completed', 'returned', 'failed', 'cancelled') then 0 else 1 end holds,
         case when p.state in ('completed', 'returned') then 1 else 0 end settled,
         case when p.state in ('failed', 'cancelled') then 1 else 0 end released,
         case when p.state = 'returned' then 1 else 0 end returned
    from pay_outs p`;

export const payOutChecks: readonly LedgerCheck[] = [
  check(
    "pay_outs",
    "Each pay-out has exactly the journals of its state: one open hold while it goes on, then one settlement or one release, and one reversal where it was returned.",
    sql`select coalesce(x.id::text, j.ref_id),
               case when x.id is null then 'has journals, and is no pay-out'
                    else format('is %s and has %s open holds, %s settlements, %s releases, %s reversals', x.state,
                      coalesce(j.open_holds, 0), coalesce(j.settled, 0), coalesce(j.released, 0), coalesce(j.returned, 0)) end
          from (${expected}) x full join (${journals}) j on j.ref_id = x.id::text
         where x.id is null
            or (coalesce(j.open_holds, 0), coalesce(j.settled, 0), coalesce(j.released, 0), coalesce(j.returned, 0))
               <> (x.holds, x.settled, x.released, x.returned)`,
  ),
  check(
    "pay_out_sums",
    "What is held for a pay-out is its value and fee.",
    sql`select p.id::text, format('holds %s and should hold %s', t.amount, p.value + p.merchant_fee)
          from pay_outs p join ledger_transfers t on t.journal_id = p.hold_id and t.leg = 0
         where t.amount <> p.value + p.merchant_fee`,
  ),
];
