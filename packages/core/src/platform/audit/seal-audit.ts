import { auditRows, auditSeals, type Db, transaction } from "@mainstay/db";
import { desc, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { stampFeed } from "../feed/feed.ts";
import {
  addRow,
  type AuditHead,
  beforeAll,
  beginSeal,
  headOf,
  readSealable,
  type Seal,
  sealedAtMost,
} from "./audit-chain.ts";

/** Seals what has been committed since; the log, which is kept elsewhere, then knows the newest hash. */
export async function sealAudit(ctx: JobCtx): Promise<void> {
  let head: AuditHead | null = null;
  let more = true;
  while (more && !ctx.signal.aborted) {
    const seal = await sealBatch(ctx.db, ctx.clock.now());
    head = seal ? headOf(seal) : head;
    more = seal?.rows === sealedAtMost;
  }
  if (head) ctx.log.info({ ...head }, "the audit is sealed up to this position");
}

/** The next seal; null where there is nothing to seal, or another process is sealing. */
export async function sealBatch(db: Db, at: Date): Promise<Seal | null> {
  return transaction(db, async (tx) => {
    const { rows: locks } = await tx.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended('platform.seal_audit', 0)) as got`,
    );
    if (!locks[0]?.got) return null;
    await stampFeed(tx, auditRows, sealedAtMost);
    const [last] = await tx
      .select()
      .from(auditSeals)
      .orderBy(desc(auditSeals.lastPosition))
      .limit(1);
    const rows = await readSealable(tx, last?.lastPosition ?? beforeAll);
    const newest = rows.at(-1);
    if (!newest) return null;
    const unhashed = {
      lastPosition: newest.position,
      rows: rows.length,
      previousHash: last?.hash ?? null,
      at,
    };
    const hash = rows.reduce(addRow, beginSeal(unhashed)).digest();
    const [seal] = await tx
      .insert(auditSeals)
      .values({ ...unhashed, hash })
      .returning();
    return seal ?? null;
  });
}
