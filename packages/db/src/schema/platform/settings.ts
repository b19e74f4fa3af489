import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";

export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  /** A secret's value is `{ sealed }`. */
  value: jsonb("value").notNull(),
  changedAt: moment("changed_at").notNull(),
  changedBy: text("changed_by").notNull(),
});
