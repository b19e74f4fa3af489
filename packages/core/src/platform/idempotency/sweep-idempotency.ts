import { idempotencyHours } from "@mainstay/contracts";
import { idempotencyAnswers } from "@mainstay/db";
import { inArray, lt, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 5_000;

export async function sweepIdempotency(ctx: JobCtx): Promise<void> {
  const hours = await ctx.settings.get(idempotencyHours);
  const before = new Date(ctx.clock.now().getTime() - hours * 3_600_000);
  // In batches, so that no statement holds locks for long.
  for (let deleted = batch; deleted === batch && !ctx.signal.aborted;) {
    const old = ctx.db
      .select({ at: sql`ctid` })
      .from(idempotencyAnswers)
      .where(lt(idempotencyAnswers.at, before))
      .limit(batch);
    const { rowCount } = await ctx.db.delete(idempotencyAnswers).where(inArray(sql`ctid`, old));
    deleted = rowCount ?? 0;
  }
}
