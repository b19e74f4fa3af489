import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { accounts } from "./accounts.ts";

/**
 * A browser or app that signed in to this account before: guesses made elsewhere do not lock it out. While
 * it is trusted, it needs no second factor.
 */
export const devices = pgTable(
  "devices",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    tokenHash: bytea("token_hash").notNull(),
    name: text("name").notNull(),
    trustedUntil: moment("trusted_until"),
    createdAt: moment("created_at").notNull(),
    seenAt: moment("seen_at").notNull(),
  },
  (t) => [uniqueIndex("devices_token").on(t.tokenHash), index("devices_account").on(t.accountId)],
);
