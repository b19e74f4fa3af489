import { type JobDetails, jobKeyTaken, jobMissing, jobNotFailed } from "@mainstay/contracts";
import { outbox, sqlState, type Tx, wakeAfterCommit } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { outboxTopic } from "../outbox/enqueue.ts";
import { findJob, jobDetails, type JobRow, type JobsCtx } from "./job-view.ts";

type Reason = "platform.job_missing" | "platform.job_not_failed" | "platform.job_key_taken";

/** Promises a failed job again, with all of its attempts. */
export async function retryJob(
  ctx: JobsCtx<Reason, Tx>,
  { id }: { id: string },
): Promise<z.output<typeof JobDetails>> {
  ctx.audit({ target: `job:${id}` });
  const row = (await findJob(ctx.db, id, true)) ?? ctx.fail(jobMissing({ id }));
  if (row.state !== "failed") return ctx.fail(jobNotFailed({ id, state: row.state }));
  const again = await promiseAgain(ctx.db, row);
  if (!again) return ctx.fail(jobKeyTaken({ id, job: row.job, key: row.key ?? "" }));
  ctx.audit({ target: `job:${id}`, changes: { job: row.job } });
  wakeAfterCommit(ctx.db, outboxTopic);
  return jobDetails(again);
}

/** Undefined when another job with its key is under way: the index knows, whoever comes at the same time. */
async function promiseAgain(tx: Tx, row: JobRow): Promise<JobRow | undefined> {
  try {
    return await tx.transaction(async (savepoint) => {
      const [again] = await savepoint
        .update(outbox)
        .set({
          state: "pending",
          generation: row.generation + 1,
          runAt: sql`now()`,
          movedAt: null,
          endedAt: null,
          error: null,
        })
        .where(eq(outbox.id, row.id))
        .returning();
      return again;
    });
  } catch (error) {
    if (sqlState(error) === "23505") return undefined;
    throw error;
  }
}
