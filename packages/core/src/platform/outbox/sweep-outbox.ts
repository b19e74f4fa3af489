import { outboxDays } from "@mainstay/contracts";
import { outbox } from "@mainstay/db";
import { and, inArray, lt } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 5_000;

/** Deletes what ended long ago; what failed for good stays until somebody retries or discards it. */
export async function sweepOutbox(ctx: JobCtx): Promise<void> {
  const days = await ctx.settings.get(outboxDays);
  const before = new Date(ctx.clock.now().getTime() - days * 86_400_000);
  for (let deleted = batch; deleted === batch && !ctx.signal.aborted;) {
    const old = ctx.db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(inArray(outbox.state, ["done", "discarded"]), lt(outbox.endedAt, before)))
      .limit(batch);
    const { rowCount } = await ctx.db.delete(outbox).where(inArray(outbox.id, old));
    deleted = rowCount ?? 0;
  }
}
