import { sql } from "drizzle-orm";
import { check, index, numeric, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";
import { currencies } from "./reference.ts";

/** Append-only: what was once used stays as it was. */
export const rates = pgTable(
  "rates",
  {
    id: id(),
    base: text("base")
      .notNull()
      .references(() => currencies.code),
    quote: text("quote")
      .notNull()
      .references(() => currencies.code),
    /** So many of `quote` are worth one of `base`. */
    rate: numeric("rate", { precision: 30, scale: 12 }).notNull(),
    /** `provider`, or whoever typed it in. */
    source: text("source").notNull(),
    /** Of when it is, as its source says. */
    takenAt: moment("taken_at").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    index("rates_pair").on(t.base, t.quote, t.takenAt, t.id),
    check("rates_positive", sql`${t.rate} > 0`),
  ],
);

/** Which rate was used for what. Append-only. */
export const rateUses = pgTable(
  "rate_uses",
  {
    id: id(),
    rateId: uuid("rate_id")
      .notNull()
      .references(() => rates.id),
    /** `kind:id`. */
    usedFor: text("used_for").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [index("rate_uses_for").on(t.usedFor), index("rate_uses_rate").on(t.rateId)],
);
