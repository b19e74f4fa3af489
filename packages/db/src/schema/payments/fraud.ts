import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";

/** Whom no order is made for. What is compared is a keyed fingerprint; the label is for whoever looks through them. */
export const fraudEntries = pgTable(
  "fraud_entries",
  {
    id: id(),
    kind: text("kind", { enum: ["payer", "ip", "requisite"] }).notNull(),
    hash: bytea("hash").notNull(),
    /** Masked. */
    label: text("label").notNull(),
    why: text("why").notNull(),
    by: text("by").notNull(),
    at: moment("at").notNull(),
    /** Null: for good. */
    until: moment("until"),
    liftedBy: text("lifted_by"),
    liftedAt: moment("lifted_at"),
  },
  (t) => [
    uniqueIndex("fraud_entries_hash")
      .on(t.kind, t.hash)
      .where(sql`${t.liftedAt} is null`),
  ],
);

/** What was noticed about an order after it was made, such as a receipt that another order has, too. */
export const fraudFlags = pgTable(
  "fraud_flags",
  {
    orderId: uuid("order_id").notNull(),
    rule: text("rule").notNull(),
    /** The other order. */
    about: uuid("about"),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.rule] }), index("fraud_flags_about").on(t.about)],
);
