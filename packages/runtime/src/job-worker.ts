import type { JobTree } from "@mainstay/contracts";
import type { Bus } from "@mainstay/core";
import { inTime } from "./deadline.ts";
import { bindHandlers, type Handlers } from "./job-handlers.ts";
import { createRunner, type RunServices, type SeenRun } from "./job-runner.ts";
import { checkSchedules, startSchedules } from "./job-schedules.ts";
import { type RelayTiming, startRelay } from "./outbox-relay.ts";
import { startSweep, type SweepTiming } from "./outbox-sweep.ts";
import type { Queues } from "./queues.ts";
import { lookAt, watchWorker, type WorkerHealth } from "./worker-health.ts";

export interface JobWorkerOptions<T extends JobTree> {
  services: RunServices & { bus: Bus };
  queues: Queues;
  jobs: T;
  handlers: Handlers<T>;
  /** Jobs at a time of each queue. */
  concurrency?: number;
  relay?: RelayTiming;
  sweep?: SweepTiming;
  /** How often schedules are looked after. */
  schedulesMs?: number;
  seen?: (run: SeenRun) => void;
}

export interface JobWorker {
  health(): Promise<WorkerHealth>;
  /**
   * Takes no more jobs, lets running ones finish, and gives back to their queues those that do not
   * within the time. It takes no longer than both times together.
   */
  stop(options?: { finishMs?: number; returnMs?: number }): Promise<void>;
}

/** The moving parts of a worker process: relay, sweep, schedules, and a BullMQ worker for each queue. */
export async function startJobWorker<T extends JobTree>(
  from: JobWorkerOptions<T>,
): Promise<JobWorker> {
  const { services, queues } = from;
  const { db, bus, log } = services;
  const jobs = bindHandlers(from.jobs, from.handlers);
  const declared = [...jobs.values()].map(({ job }) => job);
  checkSchedules(declared);
  const returning = new AbortController();
  const process = createRunner({ services, jobs, returning: returning.signal, seen: from.seen });
  const concurrency = from.concurrency ?? 10;
  const watched = [...new Set(declared.map((job) => job.queue))].map((queue) =>
    watchWorker({ queues, queue, process, concurrency, log }),
  );
  const workers = watched.map(({ worker }) => worker);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  const relay = startRelay({ db, bus, queues, jobs, log, timing: from.relay });
  const sweep = startSweep({ db, queues, jobs, log, timing: from.sweep, putBack: relay.wake });
  const schedules = startSchedules({
    jobs: declared,
    queue: queues.queue,
    log,
    everyMs: from.schedulesMs,
  });
  const running = workers.map((worker) => worker.run());

  const finish = async (finishMs: number, returnMs: number): Promise<void> => {
    const intake = Promise.all(workers.map((worker) => worker.close()));
    const helpers = Promise.all([relay.stop(), sweep.stop(), schedules.stop()]);
    if (!(await inTime(finishMs, intake))) returning.abort(new Error("the worker stops"));
    const [back, helped] = await Promise.all(
      [intake, helpers, Promise.all(running)].map((work) => inTime<unknown>(returnMs, work)),
    );
    if (!back) {
      log.error({}, "jobs could not be given back; other workers take them when their locks end");
    }
    if (!helped) log.warn({}, "the relay did not stop in time");
  };
  let stopping: Promise<void> | null = null;
  return {
    health: () => lookAt(relay, watched),
    stop: ({ finishMs = 10_000, returnMs = 3_000 } = {}) =>
      (stopping ??= finish(finishMs, returnMs)),
  };
}
