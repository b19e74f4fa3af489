import { type JobCtx, type Services, UnknownToReleaseError } from "@mainstay/core";
import { type Db, isConnectionLoss, transaction } from "@mainstay/db";
import { DelayedError, UnrecoverableError, WaitingError } from "bullmq";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTime } from "./deadline.ts";
import type { BoundJob, BoundJobs } from "./job-handlers.ts";
import { failPromise, hasEnded, keepOnce, markDone, type PromiseRef } from "./job-promise.ts";
import { PayloadError, shortError, verdictOn } from "./job-verdict.ts";
import { type Delivered, type Process, promiseOf } from "./queues.ts";
import { continueTrace, span } from "./telemetry.ts";

export type RunServices = Pick<
  Services,
  | "db"
  | "clock"
  | "log"
  | "settings"
  | "reference"
  | "live"
  | "sealer"
  | "keyKind"
  | "rateProvider"
  | "fileStore"
  | "mailer"
  | "telegram"
  | "webPush"
  | "webhookSender"
>;

export interface SeenRun {
  readonly job: string;
  readonly jobId: string;
  readonly outcome: "done" | "retry" | "failed";
  readonly seconds: number;
  readonly error?: unknown;
}
interface From {
  services: RunServices;
  jobs: BoundJobs;
  /** Aborts when what still runs must go back to its queue. */
  returning: AbortSignal;
  /** Told of every run. */
  seen?: ((run: SeenRun) => void) | undefined;
}

/** A job of a newer release waits for a worker that knows it. */
const unknownDelayMs = 10_000;
/** Where queues live in Redis, jobs are delivered while the database is away. */
const databaseAwayDelayMs = 5_000;
const probeMs = 2_000;
/** Ticks come as often as every second; one that took less than this is nothing to tell. */
const slowTickMs = 1_000;

/**
 * Runs one delivered job. It may have been delivered before: what has ended is not run again, and what
 * runs twice at once has its effect once. An attempt ends as done, as an error that BullMQ retries by the
 * job's back-off, as given up (then the outbox row is failed), or back in the queue, which costs no
 * attempt: the worker stops, the release does not know the job, the database is away.
 */
export function createRunner(from: From): Process {
  const { services, jobs, returning } = from;
  return async (delivered, token) => {
    const promise = promiseOf(delivered.id);
    const attempt = delivered.attemptsMade + 1;
    const jobId = promise?.id ?? delivered.id ?? delivered.name;
    const log = services.log.child({ module: "job", job: delivered.name, jobId, attempt });
    const bound = jobs.get(delivered.name);
    if (!bound) {
      log.warn(
        { queue: delivered.queueName },
        "this release does not know the job; it waits for one that does",
      );
      await delivered.moveToDelayed(Date.now() + unknownDelayMs, token);
      throw new DelayedError();
    }
    const began = performance.now();
    const told = (outcome: SeenRun["outcome"], error?: unknown) => {
      const seconds = (performance.now() - began) / 1_000;
      from.seen?.({ job: delivered.name, jobId, outcome, seconds, error });
      return {
        outcome,
        ms: Math.round(seconds * 1_000),
        ...(error === undefined ? {} : { err: error }),
      };
    };
    using limits = limitsOf(returning, bound.job.timeoutMs);
    const { signal } = limits;
    try {
      if (promise && (await hasEnded(services.db, promise))) return;
      await inTrace(delivered, () =>
        run({ services, bound, delivered, promise, jobId, attempt, log, signal }),
      );
      const done = told("done");
      const usual = promise === null && attempt === 1 && done.ms < slowTickMs;
      log[usual ? "debug" : "info"](done, "job done");
    } catch (error) {
      if (returning.aborted) {
        log.info({}, "the worker stops; the job goes back to its queue");
        await delivered.moveToWait(token);
        throw new WaitingError();
      }
      if (error instanceof UnknownToReleaseError) {
        log.warn({ err: error }, "the job waits for a release that knows what it names");
        await delivered.moveToDelayed(Date.now() + unknownDelayMs, token);
        throw new DelayedError();
      }
      if (isConnectionLoss(error) && !(await answers(services.db))) {
        log.warn(told("retry", error), "the database is away; the job waits for it");
        await delivered.moveToDelayed(Date.now() + databaseAwayDelayMs, token);
        throw new DelayedError();
      }
      const givesUp = verdictOn(error) === "give_up";
      if (!givesUp && attempt < (delivered.opts.attempts ?? 1)) {
        log.warn(told("retry", error), "job failed; it will be tried again");
        throw error;
      }
      log.error(told("failed", error), "job failed for good");
      if (promise) await failPromise(services.db, promise, shortError(error));
      throw givesUp ? new UnrecoverableError(shortError(error)) : error;
    }
  };
}

/** What a handler called may have refused a connection as well; that is the job's own failure. */
async function answers(db: Db): Promise<boolean> {
  const asked = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return (await inTime(probeMs, asked))?.value ?? false;
}

/**
 * Aborts when the job's time is up or the worker stops. Unlike AbortSignal.timeout it ends with the run:
 * a day's jobs must not be kept in memory until their times would have been up.
 */
function limitsOf(returning: AbortSignal, timeoutMs: number): Disposable & { signal: AbortSignal } {
  const limit = new AbortController();
  const giveBack = (): void => limit.abort(returning.reason);
  const timer = setTimeout(() => {
    limit.abort(new DOMException(`The job took longer than ${timeoutMs} ms`, "TimeoutError"));
  }, timeoutMs);
  if (returning.aborted) giveBack();
  returning.addEventListener("abort", giveBack, { once: true });
  return {
    signal: limit.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      returning.removeEventListener("abort", giveBack);
    },
  };
}

interface Run {
  services: RunServices;
  bound: BoundJob;
  delivered: Delivered;
  promise: PromiseRef | null;
  jobId: string;
  attempt: number;
  log: JobCtx["log"];
  signal: AbortSignal;
}

async function run(from: Run): Promise<void> {
  const { services, bound, delivered, promise, signal } = from;
  const payload = bound.job.payload.safeParse(delivered.data.payload);
  if (!payload.success)
    throw new PayloadError(`the payload is not valid: ${z.prettifyError(payload.error)}`);
  let called = false;
  let committed = false;
  const ctx: JobCtx = {
    db: services.db,
    clock: services.clock,
    settings: services.settings,
    reference: services.reference,
    live: services.live,
    sealer: services.sealer,
    keyKind: services.keyKind,
    fileStore: services.fileStore,
    mailer: services.mailer,
    rateProvider: services.rateProvider,
    telegram: services.telegram,
    webPush: services.webPush,
    webhookSender: services.webhookSender,
    log: from.log,
    jobId: from.jobId,
    attempt: from.attempt,
    signal,
    once: async (effect) => {
      if (called) throw new Error("a job calls once() at most once a run");
      called = true;
      const guarded: typeof effect = async (tx) => {
        const result = await effect(tx);
        // Somebody else may have the job by now, and will tell its end.
        signal.throwIfAborted();
        return result;
      };
      const result = await (promise
        ? keepOnce(services.db, promise, guarded)
        : transaction(services.db, guarded));
      committed = true;
      return result;
    },
  };
  await untilAborted(bound.handler(ctx, payload.data), signal);
  if (promise && !committed) await markDone(services.db, promise);
}

/** A handler that does not heed its signal is left behind; it cannot commit `once` any more. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Goes on with the trace of what promised the job. */
const inTrace = (delivered: Delivered, work: () => Promise<void>): Promise<void> =>
  continueTrace(delivered.data.trace, () =>
    span(
      `job ${delivered.name}`,
      {
        "messaging.destination.name": delivered.queueName,
        "messaging.message.id": delivered.id ?? "",
      },
      work,
      "consumer",
    ),
  );
