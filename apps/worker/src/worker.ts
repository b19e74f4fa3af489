import { jobs as productJobs, type JobTree, walkJobs } from "@mainstay/contracts";
import { migrationsAreCurrent } from "@mainstay/db";
import type { Env, ErrorReport, Metrics, ProcessServices } from "@mainstay/runtime";
import {
  createQueues,
  type Handlers,
  inTime,
  type JobWorker,
  queueDepths,
  type SeenRun,
  startJobWorker,
} from "@mainstay/runtime/jobs";
import { handlers as productHandlers } from "./handlers.ts";
import { createStatusServer } from "./status-server.ts";

export interface WorkerOptions<T extends JobTree> {
  env: Env;
  services: ProcessServices;
  jobs: T;
  handlers: Handlers<T>;
  metrics?: Metrics;
  reports?: ErrorReport;
  /** 0 takes any free port. */
  port?: number;
}

export interface RunningWorker extends AsyncDisposable {
  /** Where it answers for its health. */
  readonly url: string;
  readonly backend: "postgres" | "redis";
  /** Takes no more jobs, finishes or gives back those that run, and closes its queues. */
  close(): Promise<void>;
}

export const product = { jobs: productJobs, handlers: productHandlers };

const readyMs = 2_000;

/** A worker without its process; tests and `main.ts` make the same one. */
export async function createWorker<T extends JobTree>(
  options: WorkerOptions<T>,
): Promise<RunningWorker> {
  const { env, services, jobs, handlers, metrics } = options;
  const { db, log, redis } = services;
  let worker: JobWorker | null = null;
  let stopping: Promise<void> | null = null;

  const status = createStatusServer({
    env,
    metrics,
    async missing() {
      if (stopping) return ["the worker is shutting down"];
      if (!worker) return ["the worker is starting"];
      const [current, { problems }] = await Promise.all([migrations(), worker.health()]);
      return [...current, ...problems];
    },
  });
  const migrations = async (): Promise<string[]> => {
    const late = new Promise<false>((resolve) => setTimeout(resolve, readyMs, false).unref());
    const current = await Promise.race([migrationsAreCurrent(db).catch(() => false), late]);
    return current ? [] : ["the database and its migrations"];
  };
  // It listens first: whoever waits for it can then see what it waits for.
  const url = await status.listen(options.port ?? 0, env.WORKER_HOST);
  const queues = createQueues({ url: env.DATABASE_URL, redis, name: "worker", log });
  const names = new Set([...walkJobs(jobs)].map(({ queue }) => queue));
  metrics?.watchQueues(() => queueDepths([...names].map((name) => queues.queue(name))));
  worker = await startJobWorker({
    services,
    queues,
    jobs,
    handlers,
    concurrency: env.WORKER_CONCURRENCY,
    seen: (run) => tell(run, options),
  });

  const close = async (): Promise<void> => {
    const { finishMs, returnMs, closeMs } = stoppingTimes(env.SHUTDOWN_TIMEOUT_MS);
    await worker?.stop({ finishMs, returnMs });
    const closed = await inTime(closeMs, queues.close());
    if (!closed) log.warn({}, "the queues did not close in time");
    await status.close();
  };
  const closeOnce = (): Promise<void> => (stopping ??= close());
  return { url, backend: queues.backend, close: closeOnce, [Symbol.asyncDispose]: closeOnce };
}

/** Jobs finish; those that do not are given back; the queues close: all within the time to stop. */
export function stoppingTimes(
  timeoutMs: number,
): Record<"finishMs" | "returnMs" | "closeMs", number> {
  const last = Math.min(4_000, timeoutMs);
  return { finishMs: timeoutMs - last, returnMs: last * 0.75, closeMs: last * 0.25 };
}

function tell(run: SeenRun, to: { metrics?: Metrics; reports?: ErrorReport }): void {
  const { job, jobId, outcome, seconds, error } = run;
  to.metrics?.job({ job, outcome, seconds });
  if (outcome === "failed") to.reports?.report(error, { job, jobId });
}
