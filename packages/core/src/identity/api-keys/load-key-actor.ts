import type { Role, ScopeKind } from "@mainstay/contracts";
import { apiKeys, type Db } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import { Actor } from "../../actor.ts";

/** What a key of a scope can do at most; its permissions say how much of that. */
export const roleOfOwner: Readonly<Record<ScopeKind, Exclude<Role, "admin">>> = {
  merchant: "merchant",
  trader: "trader",
  team: "lead",
  branch: "owner",
};

export interface KnownKey {
  readonly id: string;
  readonly actor: Actor;
  /** Empty: any. */
  readonly allowedIps: readonly string[];
  readonly expiresAt: Date | null;
}

/** Prepared once a pool: it is asked for every fresh call, and for every key once a minute. */
const prepared = new WeakMap<Db, ReturnType<typeof prepare>>();
const prepare = (db: Db) =>
  db
    .select({
      id: apiKeys.id,
      scopeKind: apiKeys.scopeKind,
      scopeId: apiKeys.scopeId,
      permissions: apiKeys.permissions,
      allowedIps: apiKeys.allowedIps,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .where(eq(apiKeys.hash, sql.placeholder("hash")))
    .prepare("identity_key_actor");

/** Null where there is no such key, or it has ended. */
export async function loadKeyActor(db: Db, keyHash: Buffer, now: Date): Promise<KnownKey | null> {
  const query = prepared.get(db) ?? prepare(db);
  prepared.set(db, query);
  const [row] = await query.execute({ hash: keyHash });
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return null;
  const { id, scopeKind: kind, scopeId, permissions, allowedIps, expiresAt } = row;
  const actor = new Actor({
    name: `api_key:${id}`,
    // Idempotency keys outlive a rotation.
    owner: `${kind}:${scopeId}`,
    grants: [{ role: roleOfOwner[kind], scope: { kind, id: scopeId } }],
    only: permissions,
  });
  return { id, actor, allowedIps, expiresAt };
}
