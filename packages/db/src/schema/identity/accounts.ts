import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";

/** Somebody who can sign in. Closing one erases what is personal; the row stays, for the ledger's sake. */
export const accounts = pgTable(
  "accounts",
  {
    id: id(),
    /** In lower case; null once closed. */
    email: text("email"),
    name: text("name").notNull(),
    locale: text("locale", { enum: ["ru", "en"] }).notNull(),
    timeZone: text("time_zone").notNull(),
    status: text("status", { enum: ["active", "blocked", "closed"] }).notNull(),
    blockedReason: text("blocked_reason"),
    /** Doors opened by signing up; every grant opens its role's door besides. */
    audiences: text("audiences").array().notNull(),
    /** Null until an invited person has set one. */
    passwordHash: text("password_hash"),
    passwordChangedAt: moment("password_changed_at"),
    createdAt: moment("created_at").notNull(),
    closedAt: moment("closed_at"),
  },
  (t) => [
    uniqueIndex("accounts_email").on(t.email),
    index("accounts_name").on(sql`lower(${t.name})`),
  ],
);

/**
 * A sign-up waits here for its address to be confirmed; only then there is an account. So signing up does
 * the same work whether or not the address has one.
 */
export const signUps = pgTable(
  "sign_ups",
  {
    id: id(),
    email: text("email").notNull(),
    passwordHash: text("password_hash").notNull(),
    name: text("name").notNull(),
    locale: text("locale", { enum: ["ru", "en"] }).notNull(),
    timeZone: text("time_zone").notNull(),
    audience: text("audience").notNull(),
    /** Set by the job that mails it; null before. */
    tokenHash: bytea("token_hash"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("sign_ups_token").on(t.tokenHash),
    index("sign_ups_email").on(t.email, t.id),
    index("sign_ups_expires").on(t.expiresAt),
  ],
);

/** What a mailed link proves: once, for one purpose, for a while. */
export const mailedTokens = pgTable(
  "mailed_tokens",
  {
    hash: bytea("hash").primaryKey(),
    purpose: text("purpose", {
      enum: [
        "reset_password",
        "accept_invitation",
        "unlock",
        "cancel_factor_reset",
        "confirm_old_email",
        "confirm_new_email",
      ],
    }).notNull(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** What it is about, where an account has several such. */
    subject: text("subject"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    index("mailed_tokens_account").on(t.accountId, t.purpose),
    index("mailed_tokens_expires").on(t.expiresAt),
  ],
);

/** A change of address, until both addresses have confirmed it. */
export const emailChanges = pgTable(
  "email_changes",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    newEmail: text("new_email").notNull(),
    oldConfirmedAt: moment("old_confirmed_at"),
    newConfirmedAt: moment("new_confirmed_at"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("email_changes_account").on(t.accountId),
    index("email_changes_expires").on(t.expiresAt),
  ],
);
