import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";

const readJobs = permission("platform.jobs.read", { roles: ["support"] });
const manageJobs = permission("platform.jobs.manage", { roles: [] });

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
export const JobDetails = z
  .object({ ...listed, payload: z.json().meta({ id: "JobPayload" }) })
  .meta({ id: "JobDetails" });
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

const one = z.object({ id: z.uuid() });

export const jobProcedures = {
  count: query({
    summary: "How many jobs wait, are under way and have failed",
    access: readJobs,
    output: JobCounts,
    rest: { method: "GET", path: "/jobs/count" },
  }),
  list: query({
    summary: "Jobs in one state: what waits longest first, what has ended newest first",
    description:
      "With `job`, what is done is looked through a few thousand jobs at a time: a page may hold less than `limit`, or nothing, and the list still goes on where there is a `nextCursor`.",
    access: readJobs,
    input: z.object({
      ...pageInput,
      state: JobState,
      job: z.string().min(1).max(100).optional().describe("Only this one."),
    }),
    output: page(JobSummary),
    rest: { method: "GET", path: "/jobs" },
  }),
  show: query({
    summary: "One job with its payload; what is secret in it is sealed",
    access: readJobs,
    input: one,
    output: JobDetails,
    errors: [jobMissing],
    rest: { method: "GET", path: "/jobs/{id}" },
  }),
  retry: mutation({
    summary: "Promise a failed job again, with all of its attempts",
    access: manageJobs,
    input: one,
    output: JobDetails,
    errors: [jobMissing, jobNotFailed, jobKeyTaken],
    rest: { method: "POST", path: "/jobs/{id}/retry" },
  }),
  discard: mutation({
    summary: "Give a job up; a run that has not had its effect yet will have none",
    access: manageJobs,
    input: one,
    output: JobDetails,
    errors: [jobMissing, jobEnded],
    rest: { method: "POST", path: "/jobs/{id}/discard" },
  }),
};
