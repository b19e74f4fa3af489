import { createHash, type Hash } from "node:crypto";
import { auditRows, auditSeals, type DbOrTx } from "@mainstay/db";
import { and, asc, gt, lte, type SQL, sql } from "drizzle-orm";

/**
 * The chain over the audit. A seal is the SHA-256 of the seal before it, of its own row, and of each audit
 * row since, in the order of positions; so nothing before a seal can change without that seal, and no seal
 * without all that follow. Whoever can rewrite all of them is found out by one hash that was kept elsewhere.
 */
export type Seal = typeof auditSeals.$inferSelect;

export interface AuditHead {
  readonly position: number;
  /** Hex. */
  readonly hash: string;
}
export const headOf = ({ lastPosition, hash }: Seal): AuditHead => ({
  position: lastPosition,
  hash: hash.toString("hex"),
});

/** At most this many rows a seal, and in memory. */
export const sealedAtMost = 1_000;
/** The first seal covers whatever lies before it, so that nothing can be slipped in there. */
export const beforeAll = Number.MIN_SAFE_INTEGER;

/** What is hashed is text that Postgres writes: numbers and dates of JavaScript would round some of it. */
const canonical = {
  position: sql<string>`${auditRows.position}::text`,
  id: sql<string>`${auditRows.id}::text`,
  at: sql<string>`to_char(${auditRows.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  actor: auditRows.actor,
  realActor: auditRows.realActor,
  action: auditRows.action,
  target: auditRows.target,
  changes: sql<string>`${auditRows.changes}::text`,
  outcome: auditRows.outcome,
  ip: sql<string | null>`${auditRows.ip}::text`,
  requestId: auditRows.requestId,
};
export interface SealableRow {
  readonly position: number;
  /** One line of JSON: no two rows share it. */
  readonly line: string;
}

/** The rows after a position, and up to one where that is said; at most what fits one seal. */
export async function readSealable(
  db: DbOrTx,
  after: number,
  upTo?: number,
): Promise<SealableRow[]> {
  const within: SQL | undefined = and(
    gt(auditRows.position, after),
    upTo === undefined ? undefined : lte(auditRows.position, upTo),
  );
  const rows = await db
    .select(canonical)
    .from(auditRows)
    .where(within)
    .orderBy(asc(auditRows.position))
    .limit(sealedAtMost);
  return rows.map((row) => ({
    position: Number(row.position),
    line: JSON.stringify([
      row.position,
      row.id,
      row.at,
      row.actor,
      row.realActor,
      row.action,
      row.target,
      row.changes,
      row.outcome,
      row.ip,
      row.requestId,
    ]),
  }));
}

/** To be fed each row's line by `addRow`, in order. */
export const beginSeal = (seal: Omit<Seal, "hash">): Hash =>
  createHash("sha256").update(
    JSON.stringify([
      "mainstay audit 1",
      seal.previousHash?.toString("hex") ?? null,
      seal.rows,
      seal.lastPosition,
      seal.at.getTime(),
    ]),
  );
export const addRow = (hash: Hash, { line }: SealableRow): Hash => hash.update("\n").update(line);

/** Oldest first; at most a page of them. */
export const readSeals = (db: DbOrTx, after: number, limit = 500): Promise<Seal[]> =>
  db
    .select()
    .from(auditSeals)
    .where(gt(auditSeals.lastPosition, after))
    .orderBy(asc(auditSeals.lastPosition))
    .limit(limit);
