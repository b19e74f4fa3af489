import { isDeepStrictEqual } from "node:util";
import type { Job, Schedule } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import type { JobSchedulerJson, RepeatOptions } from "bullmq";
import { z } from "zod";
import { type Pulse, startPulse } from "./pulse.ts";
import { type JobQueue, optionsOf } from "./queues.ts";

interface From {
  jobs: readonly Job[];
  queue: (name: string) => JobQueue;
  log: Logger;
  everyMs?: number | undefined;
}
type Scheduled = Job & { schedule: Schedule };

/** A tick that is late by this much is not coming. */
const overdueMs = 60_000;

/**
 * Keeps the declared schedules installed: at start, and again from time to time, as a store may be
 * emptied. Schedules that no job declares any more are removed at start only, so that a worker of the
 * last release and one of this do not undo each other for long.
 */
export function startSchedules(from: From): Pulse {
  const log = from.log.child({ module: "schedules" });
  let tidied = false;
  return startPulse({
    everyMs: from.everyMs ?? 30_000,
    task: async () => {
      if (!tidied) await removeUndeclared(from, log);
      tidied = true;
      for (const job of from.jobs.filter(isScheduled)) await install(from.queue(job.queue), job);
    },
    failed: (error) => log.warn({ err: error }, "schedules could not be kept; the next look will"),
  });
}

/** A tick has nothing to carry: whoever declares a schedule must be content with that, before it is due. */
export function checkSchedules(jobs: readonly Job[]): void {
  for (const job of jobs.filter(isScheduled)) {
    const payload = job.payload.safeParse(emptyPayload);
    if (payload.success) continue;
    throw new Error(
      `the job ${job.job} has a schedule, so its payload must accept {}: ${z.prettifyError(payload.error)}`,
    );
  }
}

const emptyPayload = {};

const isScheduled = (job: Job): job is Scheduled => job.schedule !== undefined;

async function install(queue: JobQueue, job: Scheduled): Promise<void> {
  const repeat = repeatOf(job.schedule);
  const opts = optionsOf(job);
  if (isInstalled(await queue.getJobScheduler(job.job), repeat, opts)) return;
  await queue.upsertJobScheduler(job.job, repeat, {
    name: job.job,
    data: { payload: emptyPayload, trace: null },
    opts,
  });
}

const repeatOf = (schedule: Schedule): Pick<RepeatOptions, "every" | "pattern" | "tz"> =>
  "cron" in schedule ? { pattern: schedule.cron, tz: schedule.tz } : { every: schedule.everyMs };

/** Installing again what stands would put its next tick off. */
const isInstalled = (
  found: JobSchedulerJson | undefined,
  repeat: ReturnType<typeof repeatOf>,
  opts: ReturnType<typeof optionsOf>,
): boolean =>
  found !== undefined &&
  found.every === repeat.every &&
  found.pattern === repeat.pattern &&
  found.tz === repeat.tz &&
  isDeepStrictEqual({ ...found.template?.opts, ...opts }, { ...found.template?.opts }) &&
  (found.next ?? 0) > Date.now() - overdueMs;

async function removeUndeclared({ jobs, queue }: From, log: Logger): Promise<void> {
  for (const name of new Set(jobs.map((job) => job.queue))) {
    const declared = new Set(
      jobs.filter((job) => job.queue === name && isScheduled(job)).map((job) => job.job),
    );
    for (const { key } of await queue(name).getJobSchedulers(0, -1)) {
      if (declared.has(key)) continue;
      await queue(name).removeJobScheduler(key);
      log.info({ queue: name, schedule: key }, "removed a schedule that no job declares");
    }
  }
}
