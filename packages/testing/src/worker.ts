import type { JobTree } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import { createServices, type ProcessServices, readEnv, silent } from "@mainstay/runtime";
import {
  createQueues,
  type JobWorker,
  type JobWorkerOptions,
  type Queues,
  type QueueTiming,
  startJobWorker,
} from "@mainstay/runtime/jobs";
import { inject } from "vitest";
import type { TestDatabase } from "./database.ts";

/** Where a test's queues live. */
export interface QueueBackend {
  readonly name: "postgres" | "redis";
  readonly redisUrl: string | null;
}

/** For `describe.each`: Postgres always, Redis where a server is given to the run. */
export function queueBackends(): readonly QueueBackend[] {
  const redisUrl = inject("redisUrl");
  const postgres: QueueBackend = { name: "postgres", redisUrl: null };
  return redisUrl === null ? [postgres] : [postgres, { name: "redis", redisUrl }];
}

export interface TestProcess extends AsyncDisposable {
  readonly services: ProcessServices;
  readonly queues: Queues;
}

/** Services and queues as a process has them; several on one database are several processes. */
export async function testProcess(
  database: Pick<TestDatabase, "url">,
  options: {
    on?: QueueBackend | undefined;
    log?: Logger | undefined;
    timing?: QueueTiming | undefined;
    env?: Readonly<Record<string, string>> | undefined;
  } = {},
): Promise<TestProcess> {
  const { redisUrl = null } = options.on ?? {};
  const env = readEnv({
    DATABASE_URL: database.url,
    // Databases are a test's own, and so are the keys that bear their names.
    REDIS_PREFIX: new URL(database.url).pathname.slice(1),
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    ...options.env,
  });
  const services = await createServices(env, { name: "test", log: options.log ?? silent });
  const queues = createQueues({
    url: env.DATABASE_URL,
    redis: services.redis,
    name: "test",
    log: services.log,
    timing: options.timing ?? { lockMs: 1_000, stalledMs: 500 },
  });
  return {
    services,
    queues,
    async [Symbol.asyncDispose]() {
      await queues.close();
      await services.close();
    },
  };
}

export interface TestWorker extends TestProcess, JobWorker {}

/** A worker of the given jobs, quick to look: `await using worker = await testWorker(database, …)`. */
export async function testWorker<T extends JobTree>(
  database: Pick<TestDatabase, "url">,
  options: Pick<JobWorkerOptions<T>, "jobs" | "handlers"> & {
    on?: QueueBackend;
    log?: Logger;
    concurrency?: number;
    sweepAfterMs?: number;
    timing?: QueueTiming;
    env?: Readonly<Record<string, string>>;
  },
): Promise<TestWorker> {
  const process = await testProcess(database, options);
  const worker = await startJobWorker({
    ...process,
    jobs: options.jobs,
    handlers: options.handlers,
    concurrency: options.concurrency ?? 10,
    relay: { pollMs: 50 },
    sweep: { everyMs: 100, afterMs: options.sweepAfterMs ?? 60_000 },
    schedulesMs: 200,
  });
  return {
    ...process,
    ...worker,
    async [Symbol.asyncDispose]() {
      await worker.stop({ finishMs: 5_000 });
      await process[Symbol.asyncDispose]();
    },
  };
}
