import { randomUUID } from "node:crypto";

type Value = string | number | boolean | null;
type Row = Readonly<Record<string, Value>>;

const nothing = { debits_posted: 0, credits_posted: 0, debits_pending: 0, credits_pending: 0 };
const when = "2026-01-01T00:00:00Z";

/** A row of each table that its rules let in, new at each call, with every column. */
const samples = {
  ledger_accounts: () => ({
    id: randomUUID(),
    owner_kind: "account",
    owner_id: randomUUID(),
    purpose: "wallet",
    currency: "USDT",
    normal_side: "credit",
    floor: 0,
    lock_rank: 10,
    ...nothing,
    version: 0,
    opened_at: when,
  }),
  ledger_tails: () => ({ account_id: randomUUID(), ...nothing }),
  ledger_transfers: () => ({
    journal_id: randomUUID(),
    leg: 0,
    debit_id: randomUUID(),
    credit_id: randomUUID(),
    amount: 1,
    kind: "posted",
    hold_id: null,
    expires_at: null,
    code: "test.move",
    ref_kind: "test",
    ref_id: "1",
    reverses: null,
    debit_appends: false,
    credit_appends: false,
    at: when,
  }),
  ledger_entries: () => ({
    account_id: randomUUID(),
    version: 1,
    delta: 1,
    balance_after: 1,
    journal_id: randomUUID(),
    leg: 0,
    at: when,
  }),
  ledger_hold_expiries: () => ({ hold_id: randomUUID(), expires_at: when }),
  ledger_adjustments: () => ({
    id: randomUUID(),
    reason: "found",
    legs: "[]",
    state: "proposed",
    proposed_by: "account:1",
    proposed_at: when,
    decided_by: null,
    decided_at: null,
    decision: null,
  }),
  ledger_reconciliations: () => ({
    id: randomUUID(),
    started_at: when,
    finished_at: when,
    by: "test",
    clean: true,
    found: 0,
    findings: "[]",
    accounts: 0,
    transfers: 0,
    told_at: null,
  }),
} satisfies Record<string, () => Row>;

export type LedgerTable = keyof typeof samples;
export const ledgerTables = Object.keys(samples) as LedgerTable[];

/** The columns that may be empty; every other one must not. */
const mayBeEmpty: Partial<Record<LedgerTable, readonly string[]>> = {
  // Nobody's balance has to stay above anything there.
  ledger_accounts: ["floor"],
  ledger_transfers: ["hold_id", "expires_at", "reverses"],
  ledger_adjustments: ["decided_by", "decided_at", "decision"],
  ledger_reconciliations: ["told_at"],
};

export const requiredColumns = (table: LedgerTable): string[] =>
  Object.keys(samples[table]()).filter((column) => !mayBeEmpty[table]?.includes(column));

export const sample = <T extends LedgerTable>(
  table: T,
  changed: Partial<Record<keyof ReturnType<(typeof samples)[T]>, Value>> = {},
): Row => ({ ...samples[table](), ...(changed as Row) });

/** The statement that adds them to the table. */
export const insertion = (table: LedgerTable, ...rows: readonly Row[]): string => {
  const columns = Object.keys(rows[0] ?? {});
  const tuples = rows.map((row) => `(${columns.map((name) => literal(row[name] ?? null)).join()})`);
  return `insert into ${table} (${columns.map((name) => `"${name}"`).join()}) values ${tuples.join()}`;
};

const literal = (value: Value): string =>
  value === null ? "null" : `'${String(value).replaceAll("'", "''")}'`;
