import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { accounts } from "./accounts.ts";

export const totpFactors = pgTable("totp_factors", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id),
  sealedSecret: text("sealed_secret").notNull(),
  /** The time step of the last code that was taken: neither it nor an earlier one is taken again. */
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
  createdAt: moment("created_at").notNull(),
  /** Until then it is being enrolled, and guards nothing. */
  confirmedAt: moment("confirmed_at"),
});

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    hash: bytea("hash").notNull(),
    usedAt: moment("used_at"),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.hash] })],
);

/** Support takes somebody's second factor away: later, so that the owner can say no. */
export const factorResets = pgTable(
  "factor_resets",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    startedBy: text("started_by").notNull(),
    startedAt: moment("started_at").notNull(),
    effectiveAt: moment("effective_at").notNull(),
    endedAt: moment("ended_at"),
    outcome: text("outcome", { enum: ["done", "cancelled"] }),
  },
  (t) => [
    uniqueIndex("factor_resets_open")
      .on(t.accountId)
      .where(sql`${t.endedAt} is null`),
    index("factor_resets_account").on(t.accountId, t.id),
  ],
);
