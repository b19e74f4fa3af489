import { sql } from "drizzle-orm";
import { index, inet, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { accounts } from "./accounts.ts";

/** A role, everywhere or within one scope. */
export const grants = pgTable(
  "grants",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    role: text("role").notNull(),
    /** Both null: everywhere. */
    scopeKind: text("scope_kind", { enum: ["merchant", "trader", "team", "branch"] }),
    scopeId: uuid("scope_id"),
    grantedBy: text("granted_by").notNull(),
    grantedAt: moment("granted_at").notNull(),
  },
  (t) => [
    uniqueIndex("grants_single").on(
      t.accountId,
      t.role,
      sql`coalesce(${t.scopeKind}, '')`,
      sql`coalesce(${t.scopeId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index("grants_scope").on(t.scopeKind, t.scopeId),
  ],
);

/** Owned by a merchant or another scope, not by the person who made it. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    scopeKind: text("scope_kind", { enum: ["merchant", "trader", "team", "branch"] }).notNull(),
    scopeId: uuid("scope_id").notNull(),
    name: text("name").notNull(),
    hash: bytea("hash").notNull(),
    /** The key's beginning, to know it by. */
    hint: text("hint").notNull(),
    permissions: text("permissions").array().notNull(),
    /** Addresses and ranges it may come from; empty: any. */
    allowedIps: text("allowed_ips").array().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    /** The key that takes this one's place; this one lives until its expiry, which rotation sets. */
    rotatedTo: uuid("rotated_to"),
    lastUsedAt: moment("last_used_at"),
    lastUsedFrom: inet("last_used_from"),
  },
  (t) => [
    uniqueIndex("api_keys_hash").on(t.hash),
    index("api_keys_scope").on(t.scopeKind, t.scopeId, t.id),
  ],
);
