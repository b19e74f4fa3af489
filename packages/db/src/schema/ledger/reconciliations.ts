import { bigint, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";

export interface LedgerFinding {
  readonly check: string;
  readonly subject: string;
  readonly problem: string;
}

/** What each look through the books found. */
export const ledgerReconciliations = pgTable(
  "ledger_reconciliations",
  {
    id: id(),
    startedAt: moment("started_at").notNull(),
    finishedAt: moment("finished_at").notNull(),
    by: text("by").notNull(),
    clean: boolean("clean").notNull(),
    /** How many there were; those that are kept may be fewer. */
    found: integer("found").notNull(),
    findings: jsonb("findings").$type<readonly LedgerFinding[]>().notNull(),
    accounts: bigint("accounts", { mode: "bigint" }).notNull(),
    transfers: bigint("transfers", { mode: "bigint" }).notNull(),
    /** When administrators were told of it. */
    toldAt: moment("told_at"),
  },
  (t) => [index("ledger_reconciliations_started").on(t.startedAt)],
);
