import { type SQL, sql } from "drizzle-orm";
import { type LedgerCheck, ledgerCheck as check } from "../../ledger-check.ts";

/** Rows and tails together: what every account stands at. */
const standings = sql`
  select a.id, a.owner_kind, a.purpose, a.currency, a.normal_side, a.floor, a.version,
         a.debits_posted + coalesce(t.dp, 0) dp, a.credits_posted + coalesce(t.cp, 0) cp,
         a.debits_pending + coalesce(t.dw, 0) dw, a.credits_pending + coalesce(t.cw, 0) cw
    from ledger_accounts a
    left join (select account_id, sum(debits_posted) dp, sum(credits_posted) cp, sum(debits_pending) dw, sum(credits_pending) cw
                 from ledger_tails group by 1) t on t.account_id = a.id`;

/** What the transfers say that every account stands at. */
const folds = sql`
  select account_id, sum(dp) dp, sum(cp) cp, sum(dw) dw, sum(cw) cw from (
    select debit_id account_id, amount dp, 0 cp, 0 dw, 0 cw from ledger_transfers where kind in ('posted', 'post')
    union all select credit_id, 0, amount, 0, 0 from ledger_transfers where kind in ('posted', 'post')
    union all select debit_id, 0, 0, amount, 0 from (${openHolds()}) h
    union all select credit_id, 0, 0, 0, amount from (${openHolds()}) h
  ) x group by 1`;

function openHolds(): SQL {
  return sql`select * from ledger_transfers p where p.kind = 'pending' and not exists (
    select from ledger_transfers r where r.hold_id = p.journal_id and r.kind in ('post', 'void'))`;
}

export const bookChecks: readonly LedgerCheck[] = [
  check(
    "currency",
    "In each currency debits and credits are the same.",
    sql`select currency, format('debits are %s and credits %s; %s and %s wait', sum(dp), sum(cp), sum(dw), sum(cw))
          from (${standings}) s group by currency having sum(dp) <> sum(cp) or sum(dw) <> sum(cw)`,
  ),
  check(
    "balance",
    "Each account stands at what its transfers come to.",
    sql`select coalesce(s.id, f.account_id)::text,
               format('stands at debits %s, credits %s; its transfers come to %s and %s', s.dp, s.cp, f.dp, f.cp)
          from (${standings}) s full join (${folds}) f on f.account_id = s.id
         where (coalesce(s.dp, 0), coalesce(s.cp, 0)) is distinct from (coalesce(f.dp, 0), coalesce(f.cp, 0))
            or s.id is null`,
  ),
  check(
    "pending",
    "What is held on each account is what its unresolved holds come to.",
    sql`select s.id::text, format('holds %s and %s; its unresolved holds come to %s and %s', s.dw, s.cw, f.dw, f.cw)
          from (${standings}) s left join (${folds}) f on f.account_id = s.id
         where (s.dw, s.cw) is distinct from (coalesce(f.dw, 0), coalesce(f.cw, 0))`,
  ),
  check(
    "versions",
    "Each account with a floor has as many entries as its version says, without a gap, each of which goes on from the one before.",
    sql`select s.id::text, format('is at version %s and has %s entries, from %s to %s, of which %s do not go on from the one before; it stands at %s and the last says %s',
                 s.version, coalesce(e.n, 0), e.low, e.high, e.broken,
                 case s.normal_side when 'credit' then s.cp - s.dp else s.dp - s.cp end, e.balance)
          from (${standings}) s
          left join (
            select account_id, count(*) n, min(version) low, max(version) high,
                   count(*) filter (where balance_after <> delta + before or at < at_before) broken,
                   max(balance_after) filter (where version = newest) balance
              from (select e.*, lag(balance_after, 1, 0::bigint) over w before, lag(at) over w at_before, max(version) over (partition by account_id) newest
                      from ledger_entries e window w as (partition by account_id order by version)) e
             group by 1) e on e.account_id = s.id
         where case when s.floor is null then e.n is not null
               else (s.version, s.version) is distinct from (coalesce(e.n, 0), coalesce(e.high, 0))
                 or e.broken > 0 or e.low <> 1
                 or coalesce(e.balance, 0) <> case s.normal_side when 'credit' then s.cp - s.dp else s.dp - s.cp end end`,
  ),
  check(
    "entries",
    "Each posted leg has its entry on each side that has a floor, and no entry is without.",
    sql`select coalesce(l.account_id, e.account_id)::text,
               format('journal %s leg %s moves %s and its entry says %s', coalesce(l.journal_id, e.journal_id), coalesce(l.leg, e.leg), l.delta, e.delta)
          from (select t.debit_id account_id, t.journal_id, t.leg, case a.normal_side when 'debit' then t.amount else -t.amount end delta
                  from ledger_transfers t join ledger_accounts a on a.id = t.debit_id and a.floor is not null where t.kind in ('posted', 'post')
                union all
                select t.credit_id, t.journal_id, t.leg, case a.normal_side when 'credit' then t.amount else -t.amount end
                  from ledger_transfers t join ledger_accounts a on a.id = t.credit_id and a.floor is not null where t.kind in ('posted', 'post')) l
          full join ledger_entries e on (e.account_id, e.journal_id, e.leg) = (l.account_id, l.journal_id, l.leg)
         where l.delta is distinct from e.delta`,
  ),
  check(
    "currencies",
    "Each leg is between accounts of one currency, which exist.",
    sql`select format('%s:%s', t.journal_id, t.leg), format('moves from %s to %s', coalesce(d.currency, 'nowhere'), coalesce(c.currency, 'nowhere'))
          from ledger_transfers t left join ledger_accounts d on d.id = t.debit_id left join ledger_accounts c on c.id = t.credit_id
         where d.currency is distinct from c.currency or d.id is null
            or t.debit_appends <> (d.floor is null) or t.credit_appends <> (c.floor is null)`,
  ),
  check(
    "holds",
    "What ends a hold ends one that there is, between the same accounts and for no more than it held.",
    sql`select format('%s:%s', r.journal_id, r.leg), format('ends the hold %s, which held %s, with %s', r.hold_id, p.amount, r.amount)
          from ledger_transfers r left join ledger_transfers p on p.journal_id = r.hold_id and p.leg = 0 and p.kind = 'pending'
         where r.kind in ('post', 'void')
           and ((p.debit_id, p.credit_id) is distinct from (r.debit_id, r.credit_id) or p.amount < r.amount or r.kind = 'void' and p.amount <> r.amount)`,
  ),
  check(
    "overdue",
    "No hold that ran out is still there an hour later.",
    sql`select h.journal_id::text, format('ran out at %s and was not voided', h.expires_at)
          from (${openHolds()}) h where h.expires_at < now() - interval '1 hour'`,
  ),
  check(
    "clearing",
    "Nothing stays in clearing, but what is held.",
    sql`select s.id::text, format('%s stays in clearing, in %s', s.cp - s.dp, s.currency) from (${standings}) s
         where s.purpose = 'clearing' and s.dp <> s.cp`,
  ),
  check(
    "floors",
    "No account is below its floor.",
    sql`select s.id::text, format('is below its floor of %s', s.floor) from (${standings}) s
         where case s.normal_side when 'credit' then s.cp - s.dp - s.dw else s.dp - s.cp - s.cw end < s.floor`,
  ),
  check(
    "adjustments",
    "Each approved adjustment has its journal, each adjusting journal its approval by somebody else.",
    sql`select coalesce(a.id, t.journal_id)::text, format('is %s and %s', coalesce(a.state, 'unknown'), case when t.journal_id is null then 'has no journal' else 'has one' end)
          from ledger_adjustments a
          full join (select journal_id from ledger_transfers where code = 'ledger.adjustment' and leg = 0) t on t.journal_id = a.id
         where (coalesce(a.state, '') = 'approved' and a.decided_by <> a.proposed_by) <> (t.journal_id is not null)`,
  ),
];
