import { type JobDetails, jobEnded, jobMissing } from "@mainstay/contracts";
import { outbox, type Tx } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { findJob, jobDetails, type JobsCtx } from "./job-view.ts";

/**
 * Gives a job up. Where it is in its queue already it ends there without running. A run that is in its
 * `once` is waited for, and has then ended; one that is not there yet goes on, and its `once` has no
 * effect any more.
 */
export async function discardJob(
  ctx: JobsCtx<"platform.job_missing" | "platform.job_ended", Tx>,
  { id }: { id: string },
): Promise<z.output<typeof JobDetails>> {
  ctx.audit({ target: `job:${id}` });
  const row = (await findJob(ctx.db, id, true)) ?? ctx.fail(jobMissing({ id }));
  if (row.state === "done" || row.state === "discarded") {
    return ctx.fail(jobEnded({ id, state: row.state }));
  }
  ctx.audit({ target: `job:${id}`, changes: { job: row.job, state: row.state } });
  const [discarded = row] = await ctx.db
    .update(outbox)
    .set({ state: "discarded", endedAt: sql`now()` })
    .where(eq(outbox.id, id))
    .returning();
  return jobDetails(discarded);
}
