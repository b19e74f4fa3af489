import type { JobCounts, JobState } from "@mainstay/contracts";
import { type DbOrTx, outbox } from "@mainstay/db";
import { count, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { JobsCtx } from "./job-view.ts";

/** What is not done. What is done is most rows, and counting them would read them all. */
export async function countJobs(ctx: JobsCtx): Promise<z.output<typeof JobCounts>> {
  // A statement for each, as each has an index of its own.
  const pending = await countIn(ctx.db, "pending");
  const moved = await countIn(ctx.db, "moved");
  const failed = await countIn(ctx.db, "failed");
  return {
    pending: pending.jobs,
    moved: moved.jobs,
    failed: failed.jobs,
    oldestPendingSeconds: Math.max(0, pending.waited),
  };
}

async function countIn(db: DbOrTx, state: JobState): Promise<{ jobs: number; waited: number }> {
  const waited = sql<number>`coalesce(extract(epoch from now() - min(${outbox.runAt}))::float8, 0)`;
  const [counted] = await db
    .select({ jobs: count(), waited })
    .from(outbox)
    .where(eq(outbox.state, state));
  return counted ?? { jobs: 0, waited: 0 };
}
