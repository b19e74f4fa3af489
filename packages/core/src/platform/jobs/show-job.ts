import { type JobDetails, jobMissing } from "@mainstay/contracts";
import type { z } from "zod";
import { findJob, jobDetails, type JobsCtx } from "./job-view.ts";

export async function showJob(
  ctx: JobsCtx<"platform.job_missing">,
  { id }: { id: string },
): Promise<z.output<typeof JobDetails>> {
  const row = (await findJob(ctx.db, id)) ?? ctx.fail(jobMissing({ id }));
  return jobDetails(row);
}
