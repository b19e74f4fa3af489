import { keyRule } from "./row-probes.ts";

/** A change of the database after which the named probe must fail. */
export interface CatalogMutation {
  readonly statement: string;
  readonly fails: string;
}
const without = (table: string, constraint: string, fails: string): CatalogMutation => ({
  statement: `alter table ${table} drop constraint ${constraint}`,
  fails,
});

/** For each constraint and unique index: the ledger without it. */
export const catalogMutations: Readonly<Record<string, CatalogMutation>> = {
  ledger_accounts_pkey: without(
    "ledger_accounts",
    "ledger_accounts_pkey",
    keyRule("ledger_accounts"),
  ),
  ledger_adjustments_pkey: without(
    "ledger_adjustments",
    "ledger_adjustments_pkey",
    keyRule("ledger_adjustments"),
  ),
  ledger_entries_account_id_version_pk: without(
    "ledger_entries",
    "ledger_entries_account_id_version_pk",
    keyRule("ledger_entries"),
  ),
  ledger_hold_expiries_pkey: without(
    "ledger_hold_expiries",
    "ledger_hold_expiries_pkey",
    keyRule("ledger_hold_expiries"),
  ),
  ledger_reconciliations_pkey: without(
    "ledger_reconciliations",
    "ledger_reconciliations_pkey",
    keyRule("ledger_reconciliations"),
  ),
  ledger_transfers_journal_id_leg_pk: without(
    "ledger_transfers",
    "ledger_transfers_journal_id_leg_pk",
    keyRule("ledger_transfers"),
  ),
  ledger_accounts_currency_currencies_code_fk: without(
    "ledger_accounts",
    "ledger_accounts_currency_currencies_code_fk",
    "an account's currency is one that there is",
  ),
  ledger_accounts_floor: without(
    "ledger_accounts",
    "ledger_accounts_floor",
    "an account's row never stands below its floor",
  ),
  ledger_adjustments_eyes: without(
    "ledger_adjustments",
    "ledger_adjustments_eyes",
    "an adjustment is approved by somebody, who did not propose it",
  ),
  ledger_transfers_amount: without(
    "ledger_transfers",
    "ledger_transfers_amount",
    "a leg moves more than nothing",
  ),
  ledger_transfers_sides: without(
    "ledger_transfers",
    "ledger_transfers_sides",
    "a leg moves from one account to another",
  ),
  ledger_accounts_owner: {
    statement: "drop index ledger_accounts_owner",
    fails: "an owner has one account of a purpose in a currency",
  },
  ledger_transfers_hold: {
    statement: "drop index ledger_transfers_hold",
    fails: "a hold is ended once",
  },
  ledger_transfers_reverses: {
    statement: "drop index ledger_transfers_reverses",
    fails: "a journal is taken back once",
  },
};

/** Indexes that only make things quick: the books are as right without them. */
export const plainIndexes: readonly string[] = [
  "ledger_adjustments_state",
  "ledger_hold_expiries_at",
  "ledger_reconciliations_started",
  "ledger_tails_account",
  "ledger_transfers_credit",
  "ledger_transfers_debit",
];

const callers = "the ledger's functions are called by the application and nobody else";
const definers = "what writes the ledger has its owner's rights, what reads it its caller's";
const paths = "the ledger's functions look for names where they say";
const keyed = "no function that posts reads a table from one end to the other";
const telling = "the application notes that it told of a finding, and changes nothing else of it";

/** What the functions are besides their text, and rights on columns. */
export const attributeMutations: readonly (CatalogMutation & { readonly undo: string })[] = [
  ...["ledger_post", "ledger_post_plain"].map((name) => ({
    statement: `alter function ${name} set search_path = ''`,
    undo: `alter function ${name} set search_path = pg_catalog, pg_temp`,
    fails: "nobody's own types have a say in what the ledger does",
  })),
  ...["ledger_post", "ledger_post_plain", "ledger_fold", "ledger_version_at"].flatMap((name) => [
    {
      statement: `alter function ${name} reset search_path`,
      undo: `alter function ${name} set search_path = pg_catalog, pg_temp`,
      fails: paths,
    },
    {
      statement: `grant execute on function ${name} to public`,
      undo: `revoke execute on function ${name} from public`,
      fails: callers,
    },
    {
      statement: `revoke execute on function ${name} from mainstay_app`,
      undo: `grant execute on function ${name} to mainstay_app`,
      fails: callers,
    },
  ]),
  ...["ledger_post", "ledger_post_plain"].map((name) => ({
    statement: `alter function ${name} reset enable_seqscan`,
    undo: `alter function ${name} set enable_seqscan = off`,
    fails: keyed,
  })),
  ...["ledger_post", "ledger_post_plain", "ledger_fold"].map((name) => ({
    statement: `alter function ${name} security invoker`,
    undo: `alter function ${name} security definer`,
    fails: definers,
  })),
  {
    statement: "alter function ledger_version_at security definer",
    undo: "alter function ledger_version_at security invoker",
    fails: definers,
  },
  {
    statement: "revoke update (told_at) on ledger_reconciliations from mainstay_app",
    undo: "grant update (told_at) on ledger_reconciliations to mainstay_app",
    fails: telling,
  },
  ...["finished_at", "clean", "findings"].map((column) => ({
    statement: `grant update (${column}) on ledger_reconciliations to mainstay_app`,
    undo: `revoke update (${column}) on ledger_reconciliations from mainstay_app`,
    fails: telling,
  })),
];
