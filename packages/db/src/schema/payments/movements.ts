import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";

/** A deposit or withdrawal that happened outside. One administrator records it, another approves. Its id is its journal's. */
export const movements = pgTable(
  "movements",
  {
    id: id(),
    kind: text("kind", { enum: ["deposit", "withdrawal"] }).notNull(),
    ownerKind: text("owner_kind", { enum: ["merchant", "trader", "team"] }).notNull(),
    ownerId: uuid("owner_id").notNull(),
    /** Which of the owner's accounts: `collateral`. */
    purpose: text("purpose").notNull(),
    /** In the smallest unit of USDT. */
    amount: bigint("amount", { mode: "bigint" }).notNull(),
    /** The transfer's mark outside, such as its hash: it is recorded once. */
    outsideReference: text("outside_reference").notNull(),
    note: text("note"),
    state: text("state", { enum: ["recorded", "approved", "rejected"] }).notNull(),
    recordedBy: text("recorded_by").notNull(),
    recordedAt: moment("recorded_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    /** Why it was rejected. */
    decision: text("decision"),
  },
  (t) => [
    check("movements_amount", sql`${t.amount} > 0`),
    check(
      "movements_eyes",
      sql`case ${t.state}
        when 'recorded' then ${t.decidedBy} is null
        when 'rejected' then ${t.decidedBy} is not null
        when 'approved' then coalesce(${t.decidedBy} <> ${t.recordedBy}, false)
        else false end`,
    ),
    // What was rejected can be recorded again, rightly.
    uniqueIndex("movements_outside")
      .on(t.kind, sql`lower(${t.outsideReference})`)
      .where(sql`${t.state} <> 'rejected'`),
    index("movements_owner").on(t.ownerKind, t.ownerId, t.id),
    index("movements_state").on(t.state, t.id),
  ],
);
