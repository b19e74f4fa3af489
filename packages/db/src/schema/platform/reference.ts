import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
} from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";

type Names = { readonly en: string; readonly ru: string };

/** What each kind has: a code that others refer to for ever, so nothing is deleted, only closed. */
const shared = () => ({
  code: text("code").primaryKey(),
  names: jsonb("names").$type<Names>().notNull(),
  active: boolean("active").notNull(),
  /** Lists are in this order, then by code. */
  position: integer("position").notNull(),
  changedAt: moment("changed_at").notNull(),
  changedBy: text("changed_by").notNull(),
});

export const currencies = pgTable("currencies", {
  ...shared(),
  kind: text("kind", { enum: ["fiat", "crypto", "points"] }).notNull(),
  /** After the point. It never changes: amounts are kept in the smallest unit. */
  digits: integer("digits").notNull(),
});

export const networks = pgTable("networks", shared());

export const countries = pgTable("countries", shared());

export const banks = pgTable(
  "banks",
  {
    ...shared(),
    country: text("country")
      .notNull()
      .references((): AnyPgColumn => countries.code),
  },
  (t) => [index("banks_country").on(t.country)],
);

export const paymentMethods = pgTable("payment_methods", {
  ...shared(),
  kind: text("kind", { enum: ["card", "phone", "account", "crypto", "cash"] }).notNull(),
  /** Codes of currencies. */
  currencies: text("currencies").array().notNull(),
});
