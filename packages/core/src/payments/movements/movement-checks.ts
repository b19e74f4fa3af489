import {
  depositRecorded,
  earningsMoved,
  externalAccount,
  platformOwner,
  settlementCurrency,
  traderCollateral,
  traderEarnings,
  withdrawalRecorded,
} from "@mainstay/contracts";
import { type SQL, sql } from "drizzle-orm";
import { type LedgerCheck, ledgerCheck as check } from "../../ledger-check.ts";

/** A leg in words: what must be and what is are made alike, and compared. */
const leg = "%s %s of %s from %s to %s for %s:%s";
const account = "%s.%s of %s in %s";
const accountOf = (ownerKind: SQL, purpose: SQL, ownerId: SQL): SQL =>
  sql`format(${account}, ${ownerKind}, ${purpose}, ${ownerId}, ${settlementCurrency}::text)`;

const posted = (...codes: readonly string[]): SQL => sql`
  select t.journal_id, t.leg, t.amount, t.ref_id,
         format(${leg}, t.kind, t.code, t.amount,
           format(${account}, d.owner_kind, d.purpose, d.owner_id, d.currency),
           format(${account}, c.owner_kind, c.purpose, c.owner_id, c.currency), t.ref_kind, t.ref_id) says
    from ledger_transfers t
    left join ledger_accounts d on d.id = t.debit_id
    left join ledger_accounts c on c.id = t.credit_id
   where t.code in (${sql.join(
     codes.map((code) => sql`${code}`),
     sql`, `,
   )})`;

const text = (value: string): SQL => sql`${value}::text`;
const own = accountOf(sql`owner_kind`, sql`purpose`, sql`owner_id`);
const outside = accountOf(
  text(externalAccount.ownerKind),
  text(externalAccount.purpose),
  text(platformOwner),
);
const recorded = sql`
  select id, state, coalesce(decided_by <> recorded_by, false) by_two,
         case kind
           when 'deposit' then format(${leg}, 'posted', ${text(depositRecorded.name)}, amount, ${outside}, ${own}, 'movement', id)
           else format(${leg}, 'posted', ${text(withdrawalRecorded.name)}, amount, ${own}, ${outside}, 'movement', id) end says
    from movements`;

export const movementChecks: readonly LedgerCheck[] = [
  check(
    "movements",
    "Each approved deposit or withdrawal has its journal, of that amount and between these accounts; each such journal its approval by somebody else.",
    sql`select coalesce(m.id, t.journal_id)::text,
               case when t.journal_id is null then format('is approved as "%s" and has no journal', m.says)
                    when m.state is distinct from 'approved' then format('is %s and has a journal of "%s"', coalesce(m.state, 'unknown'), t.says)
                    when not m.by_two then format('is "%s", and nobody else approved it', t.says)
                    else format('is approved as "%s", and leg %s of its journal is "%s"', m.says, t.leg, t.says) end
          from (${recorded}) m
          full join (${posted(depositRecorded.name, withdrawalRecorded.name)}) t on t.journal_id = m.id
         where coalesce(m.state = 'approved', false) <> (t.journal_id is not null)
            or t.leg <> 0 or t.says <> m.says or m.state = 'approved' and not m.by_two`,
  ),
  check(
    "earnings",
    "Each journal that turned earnings into collateral is of one trader, and one leg.",
    sql`select t.journal_id::text, format('leg %s is "%s"', t.leg, t.says)
          from (${posted(earningsMoved.name)}) t
         where t.leg <> 0 or not exists (
           select from traders r where r.id::text = t.ref_id and t.says = format(${leg}, 'posted', ${text(earningsMoved.name)}, t.amount,
             ${accountOf(text(traderEarnings.ownerKind), text(traderEarnings.purpose), sql`r.id`)},
             ${accountOf(text(traderCollateral.ownerKind), text(traderCollateral.purpose), sql`r.id`)}, 'trader', r.id))`,
  ),
];
