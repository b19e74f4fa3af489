import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";
import { accounts } from "./accounts.ts";

/** Hashes of the last passwords, so that they are not taken again. */
export const passwordHistory = pgTable(
  "password_history",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    hash: text("hash").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [index("password_history_account").on(t.accountId, t.id)],
);

/**
 * Guesses under one key: an address that is signed in to (whether or not it has an account), an IP, a
 * device. A guess is counted before it is tried, so that parallel ones cannot slip by.
 */
export const guesses = pgTable(
  "guesses",
  {
    key: text("key").primaryKey(),
    failures: integer("failures").notNull(),
    lastAt: moment("last_at").notNull(),
    /** No guess is taken before this. */
    blockedUntil: moment("blocked_until"),
  },
  (t) => [index("guesses_last").on(t.lastAt)],
);
