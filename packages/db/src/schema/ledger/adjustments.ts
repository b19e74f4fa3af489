import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";

export interface AdjustmentSide {
  readonly account: string;
  /** Not of the platform's own. */
  readonly ownerId?: string | undefined;
}
export interface AdjustmentLeg {
  readonly debit: AdjustmentSide;
  readonly credit: AdjustmentSide;
  readonly amount: string;
  readonly currency: string;
}

/** What one administrator proposes and another decides. Its id is its journal's. */
export const ledgerAdjustments = pgTable(
  "ledger_adjustments",
  {
    id: id(),
    reason: text("reason").notNull(),
    legs: jsonb("legs").$type<readonly AdjustmentLeg[]>().notNull(),
    state: text("state", { enum: ["proposed", "approved", "rejected"] }).notNull(),
    proposedBy: text("proposed_by").notNull(),
    proposedAt: moment("proposed_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    /** Why it was rejected. */
    decision: text("decision"),
  },
  (t) => [
    check(
      "ledger_adjustments_eyes",
      sql`case ${t.state}
        when 'proposed' then ${t.decidedBy} is null
        when 'rejected' then ${t.decidedBy} is not null
        when 'approved' then coalesce(${t.decidedBy} <> ${t.proposedBy}, false)
        else false end`,
    ),
    index("ledger_adjustments_state").on(t.state, t.id),
  ],
);
