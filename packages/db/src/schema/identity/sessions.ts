import { sql } from "drizzle-orm";
import { boolean, index, inet, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { v7 } from "uuid";
import { bytea, id, moment } from "../columns.ts";
import { accounts } from "./accounts.ts";
import { devices } from "./devices.ts";

/**
 * Lucia's table, with columns of ours. Its id is a credential, so only the hash of it is kept; `publicId`
 * names the session everywhere else.
 */
export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the cookie's value, in hex. */
    id: text("id").primaryKey(),
    publicId: uuid("public_id").notNull().unique().$defaultFn(v7),
    userId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    audience: text("audience").notNull(),
    /** Moves on with use; Lucia's. */
    expiresAt: moment("expires_at").notNull(),
    /** Does not move: nobody stays signed in for ever. */
    endsAt: moment("ends_at").notNull(),
    createdAt: moment("created_at").notNull(),
    seenAt: moment("seen_at").notNull(),
    ip: inet("ip"),
    browser: text("browser"),
    system: text("system"),
    country: text("country"),
    city: text("city"),
    deviceId: uuid("device_id").references(() => devices.id),
    /** How the second factor was met: a code, a recovery code, a trusted device; null where it was not. */
    secondFactor: text("second_factor", { enum: ["totp", "recovery", "trusted_device"] }),
    /** While set, the session may do nothing but mend this. */
    limitedTo: text("limited_to", { enum: ["enroll_second_factor", "change_password"] }),
    /** Who it really is, where support looks at another's account; such a session only reads. */
    realAccountId: uuid("real_account_id").references(() => accounts.id),
  },
  (t) => [
    index("sessions_account").on(t.userId),
    index("sessions_real_account").on(t.realAccountId),
    index("sessions_expires").on(t.expiresAt),
  ],
);

/**
 * A chain a session: using one makes its child, which is derived, so that a lost answer can be repeated.
 * `usedAt` is the first use; the first use of the child ends the parent.
 */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: bytea("hash").primaryKey(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.publicId, { onDelete: "cascade" }),
    parentHash: bytea("parent_hash"),
    createdAt: moment("created_at").notNull(),
    usedAt: moment("used_at"),
    /** Its child was used, so whoever shows it again has stolen it or was robbed of it. */
    spent: boolean("spent").notNull().default(false),
  },
  (t) => [
    index("refresh_tokens_session").on(t.sessionId),
    index("refresh_tokens_spent")
      .on(t.usedAt)
      .where(sql`${t.spent}`),
  ],
);

/** A password was right; a code is waited for. */
export const signInChallenges = pgTable(
  "sign_in_challenges",
  {
    hash: bytea("hash").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    audience: text("audience").notNull(),
    deviceId: uuid("device_id"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    index("sign_in_challenges_account").on(t.accountId),
    index("sign_in_challenges_expires").on(t.expiresAt),
  ],
);

/** Keys that sign access tokens. The newest whose time has come signs; all that are here verify. */
export const signingKeys = pgTable("signing_keys", {
  kid: text("kid").primaryKey(),
  publicJwk: text("public_jwk").notNull(),
  sealedPrivateJwk: text("sealed_private_jwk").notNull(),
  createdAt: moment("created_at").notNull(),
  /** Published before it signs, so that verifiers elsewhere know it by then. */
  signsFrom: moment("signs_from").notNull(),
});

/** Every attempt at a door. */
export const loginHistory = pgTable(
  "login_history",
  {
    id: id(),
    /** Null where the address has no account. */
    accountId: uuid("account_id").references(() => accounts.id),
    at: moment("at").notNull(),
    audience: text("audience").notNull(),
    outcome: text("outcome", {
      enum: [
        "signed_in",
        "second_factor_asked",
        "credentials_wrong",
        "code_wrong",
        "locked",
        "blocked",
        "refresh_reused",
        "signed_in_as",
      ],
    }).notNull(),
    ip: inet("ip"),
    browser: text("browser"),
    system: text("system"),
    country: text("country"),
    city: text("city"),
    deviceId: uuid("device_id"),
    sessionId: uuid("session_id"),
  },
  (t) => [index("login_history_account").on(t.accountId, t.id), index("login_history_at").on(t.at)],
);
