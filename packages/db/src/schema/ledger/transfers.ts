import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";

const amount = (name: string) => bigint(name, { mode: "bigint" });

export const ledgerTransferKind = pgEnum("ledger_transfer_kind", [
  "posted",
  "pending",
  "post",
  "void",
]);

/**
 * The legs of journals, and all that is ever known of a movement: append-only. There are no foreign keys:
 * `ledger_post` is the only writer and has the accounts locked, and each key would cost a look and a lock.
 */
export const ledgerTransfers = pgTable(
  "ledger_transfers",
  {
    /** Given by the caller and made of the cause, so that a repeat meets the primary key. */
    journalId: uuid("journal_id").notNull(),
    leg: smallint("leg").notNull(),
    debitId: uuid("debit_id").notNull(),
    creditId: uuid("credit_id").notNull(),
    amount: amount("amount").notNull(),
    kind: ledgerTransferKind("kind").notNull(),
    /** Of a `post` or `void`: the journal of the hold that it ends. */
    holdId: uuid("hold_id"),
    /** Of a `pending`: when the worker may void it. */
    expiresAt: moment("expires_at"),
    /** The kind of journal, as the chart names it. */
    code: text("code").notNull(),
    refKind: text("ref_kind").notNull(),
    refId: text("ref_id").notNull(),
    /** The journal that this one takes back. */
    reverses: uuid("reverses"),
    /** Whether that side has no floor: its statement is read from here. */
    debitAppends: boolean("debit_appends").notNull(),
    creditAppends: boolean("credit_appends").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.journalId, t.leg] }),
    check("ledger_transfers_amount", sql`${t.amount} > 0`),
    check("ledger_transfers_sides", sql`${t.debitId} <> ${t.creditId}`),
    uniqueIndex("ledger_transfers_hold")
      .on(t.holdId)
      .where(sql`${t.kind} in ('post', 'void')`),
    uniqueIndex("ledger_transfers_reverses")
      .on(t.reverses)
      .where(sql`${t.leg} = 0 and ${t.reverses} is not null`),
    index("ledger_transfers_debit")
      .on(t.debitId, t.at, t.journalId, t.leg)
      .where(sql`${t.debitAppends}`),
    index("ledger_transfers_credit")
      .on(t.creditId, t.at, t.journalId, t.leg)
      .where(sql`${t.creditAppends}`),
  ],
);

/** The statement of each account with a floor: version after version without a gap. Append-only. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    accountId: uuid("account_id").notNull(),
    version: amount("version").notNull(),
    /** As the owner sees it: positive is more. */
    delta: amount("delta").notNull(),
    balanceAfter: amount("balance_after").notNull(),
    journalId: uuid("journal_id").notNull(),
    leg: smallint("leg").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.version] })],
);

/** Unresolved holds that run out, and nothing else: what the sweep looks through. */
export const ledgerHoldExpiries = pgTable(
  "ledger_hold_expiries",
  {
    holdId: uuid("hold_id").primaryKey(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [index("ledger_hold_expiries_at").on(t.expiresAt)],
);
