import { z } from "zod";
import { job } from "../job.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";

export const outboxDays = setting("platform.outbox_days", {
  schema: z.int().min(1).max(365),
  default: 7,
  description: "For how many days a finished job is kept for inspection.",
});

export const sweepOutbox = job("platform.sweep_outbox", {
  queue: "platform",
  summary: "Delete jobs that were done longer ago than platform.outbox_days",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});

export const jobStates = ["pending", "moved", "done", "failed", "discarded"] as const;
export const JobState = z
  .enum(jobStates)
  .describe(
    "pending: promised; moved: in its queue; then done, failed for good, or discarded by somebody.",
  );
export type JobState = z.output<typeof JobState>;

const moment = z.iso.datetime();
const listed = {
  id: z.uuid(),
  job: z.string().describe("Which job, as the contract names it."),
  state: JobState,
  key: z
    .string()
    .nullable()
    .describe("While a job with a key is not done, there is no second one."),
  generation: z.int().describe("How often it was put into its queue again."),
  createdAt: moment,
  runAt: moment.describe("Not before this."),
  movedAt: moment.nullable().describe("When it was put into its queue, or last seen there."),
  endedAt: moment.nullable(),
  error: z.string().nullable().describe("Why it failed for good."),
};
export const JobSummary = z.object(listed).meta({ id: "JobSummary" });
export const JobDetails = z.object({ ...listed, payload: z.json() }).meta({ id: "JobDetails" });
export const JobCounts = z
  .object({
    pending: z.int(),
    moved: z.int(),
    failed: z.int(),
    oldestPendingSeconds: z
      .number()
      .describe("For how long the next job could have been moved already."),
  })
  .meta({ id: "JobCounts" });

const aboutJob = z.object({ id: z.string() });
export const jobMissing = reason("platform.job_missing", {
  kind: "not_found",
  message: "There is no job {id}; what is done is deleted after platform.outbox_days.",
  details: aboutJob,
});
export const jobNotFailed = reason("platform.job_not_failed", {
  kind: "precondition",
  message: "The job {id} is {state}; only one that has failed can be retried.",
  details: aboutJob.extend({ state: JobState }),
});
export const jobKeyTaken = reason("platform.job_key_taken", {
  kind: "conflict",
  message:
    "Another {job} with the key {key} is under way; retry {id} when that one has ended, or discard it.",
  details: aboutJob.extend({ job: z.string(), key: z.string() }),
});
export const jobEnded = reason("platform.job_ended", {
  kind: "precondition",
  message: "The job {id} is {state} already; there is nothing to discard.",
  details: aboutJob.extend({ state: JobState }),
});
