import { files, transaction } from "@mainstay/db";
import { and, asc, eq, isNotNull, lte } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { keysOf } from "./remove-file.ts";
import { removeLate } from "./remove-late.ts";

const batch = 100;

/** Longer than anything takes to be written. */
const partialMs = 60 * 60_000;

/** The bytes go first: a row that is left leads to what is left of them. */
export async function sweepFiles(ctx: JobCtx): Promise<void> {
  const longAgo = new Date(ctx.clock.now().getTime() - partialMs);
  await ctx.fileStore.removePartial(longAgo, ctx.signal);
  for (let swept = batch; swept === batch && !ctx.signal.aborted;) swept = await sweepBatch(ctx);
}

async function sweepBatch({ db, clock, fileStore, signal }: JobCtx): Promise<number> {
  const over = and(isNotNull(files.expiresAt), lte(files.expiresAt, clock.now()));
  const rows = await db
    .select({ id: files.id })
    .from(files)
    .where(over)
    .orderBy(asc(files.expiresAt))
    .limit(batch);
  for (const { id } of rows) {
    // From here on nobody can attach it while its bytes go.
    const [row] = await db
      .update(files)
      .set({ state: "refused", problem: "platform.file_missing" })
      .where(and(eq(files.id, id), over))
      .returning();
    if (!row) continue;
    for (const key of keysOf(row)) await fileStore.remove(key, signal);
    await transaction(db, async (tx) => {
      await tx.delete(files).where(and(eq(files.id, id), over));
      await removeLate(tx, row, clock.now());
    });
  }
  return rows.length;
}
