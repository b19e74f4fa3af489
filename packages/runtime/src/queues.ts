import type { Job } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job as QueuedJob,
  type JobsOptions,
  type PgPool,
  type Queue,
  withBackend,
  type Worker,
} from "bullmq";
import pg from "pg";
import { queueSchema } from "./migrate.ts";
import type { RedisConnections } from "./redis.ts";

/** What BullMQ carries of a job. */
export interface Carried {
  readonly payload: unknown;
  /** W3C trace context of the cause. */
  readonly trace: string | null;
}
export type JobQueue = Queue<Carried, void>;
export type QueueWorker = Worker<Carried, void>;
export type Delivered = QueuedJob<Carried, void>;
export type Process = (delivered: Delivered, token: string | undefined) => Promise<void>;

export interface Entry {
  readonly id: string;
  readonly job: Job;
  readonly carried: Carried;
}
export type Found = "missing" | "under_way" | "completed" | { readonly failed: string };

/** What the relay needs of the queues. */
export interface QueueStore {
  /** Adds all, each once: an id that is still kept is not added again. */
  add(queue: string, entries: readonly Entry[]): Promise<void>;
  find(queue: string, id: string): Promise<Found>;
}

export interface Queues extends QueueStore, AsyncDisposable {
  readonly backend: "postgres" | "redis";
  queue(name: string): JobQueue;
  /** It does not take jobs before `run()`. */
  worker(name: string, process: Process, options: { concurrency: number }): QueueWorker;
  /** After the workers have been closed. */
  close(): Promise<void>;
}

export interface QueueTiming {
  /** For how long a worker that is silent is believed to be alive. */
  lockMs?: number;
  /** How often jobs of workers that died are looked for. */
  stalledMs?: number;
}

interface From {
  url: string;
  /** Null keeps the queues in Postgres, in a schema of their own. */
  redis: RedisConnections | null;
  name: string;
  log: Logger;
  /** Connections to Postgres besides the one with which each worker listens. */
  poolMax?: number;
  timing?: QueueTiming;
}

/** The one place that chooses where queues live. */
export const createQueues = (from: From): Queues =>
  from.redis ? onRedis(from, from.redis) : onPostgres(from);

function onPostgres(from: From): Queues {
  const pool = new pg.Pool({
    connectionString: from.url,
    application_name: `${from.name}:queues`,
    // Workers add theirs below: each holds one to listen with.
    max: from.poolMax ?? 10,
    options: `-c search_path=${queueSchema}`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
  });
  // Every queue listens to the pool's errors.
  pool.setMaxListeners(0);
  pool.on("error", (error) => from.log.warn({ err: error }, "a queue's database connection ended"));
  // BullMQ's own description of a pool, which pg's types do not fit to the letter.
  const connection = pool as unknown as PgPool;
  return queuesOn(createPostgresBackend, from, {
    backend: "postgres",
    forQueues: () => connection,
    forWorkers: () => {
      pool.options.max += 1;
      return connection;
    },
    end: () => pool.end(),
  });
}

function onRedis(from: From, redis: RedisConnections): Queues {
  // A queue that is asked rather fails than waits; a worker waits as long as it takes.
  const calls = redis.connect("calls").setMaxListeners(0);
  let working: typeof calls | undefined;
  return queuesOn(createRedisBackend, from, {
    backend: "redis",
    prefix: redis.queuePrefix,
    forQueues: () => calls,
    forWorkers: () => (working ??= redis.connect("queues").setMaxListeners(0)),
    // RedisConnections closes what it opened.
    end: async () => {},
  });
}

interface Place<C> {
  backend: Queues["backend"];
  prefix?: string;
  forQueues: () => C;
  forWorkers: () => C;
  end: () => Promise<void>;
}

/** Completed jobs are kept for as long as a relay could add them again: its transaction ends far sooner. */
const keepCompletedSeconds = 600;
const keepFailedSeconds = 30 * 86_400;
/** A stall is a worker's death, not the job's fault; after this many it may be. */
const maxStalledCount = 500;

function queuesOn<B extends IQueueBackend, C>(
  factory: BackendFactory<B, C>,
  from: From,
  place: Place<C>,
): Queues {
  const classes = withBackend(factory);
  const log = from.log.child({ module: "queues" });
  const prefix = place.prefix === undefined ? {} : { prefix: place.prefix };
  const open = new Map<string, JobQueue>();

  const queue = (name: string): JobQueue => {
    const known = open.get(name);
    if (known) return known;
    const made = new classes.Queue<Carried, void>(name, {
      connection: place.forQueues(),
      ...prefix,
      // The types differ by backend in what the object is connected to, which nobody asks it.
    }) as unknown as JobQueue;
    made.on("error", (error) => log.warn({ err: error, queue: name }, "a queue failed"));
    open.set(name, made);
    return made;
  };
  const close = async (): Promise<void> => {
    const closing = [...open.values()];
    open.clear();
    await Promise.all(closing.map((each) => each.close()));
    await place.end();
  };

  return {
    backend: place.backend,
    queue,
    worker(name, process, options) {
      const worker = new classes.Worker<Carried, void>(name, process, {
        connection: place.forWorkers(),
        ...prefix,
        autorun: false,
        concurrency: options.concurrency,
        lockDuration: from.timing?.lockMs ?? 10_000,
        stalledInterval: from.timing?.stalledMs ?? 5_000,
        maxStalledCount,
        runRetryDelay: 1_000,
        removeOnComplete: { age: keepCompletedSeconds },
        removeOnFail: { age: keepFailedSeconds },
      }) as unknown as QueueWorker;
      worker.on("error", (error) => log.warn({ err: error, queue: name }, "a queue worker failed"));
      return worker;
    },
    async add(name, entries) {
      await queue(name).addBulk(
        entries.map(({ id, job, carried }) => ({
          name: job.job,
          data: carried,
          opts: { ...optionsOf(job), jobId: id },
        })),
      );
    },
    async find(name, id) {
      const job = await queue(name).getJob(id);
      if (!job) return "missing";
      if (job.finishedOn === undefined) return "under_way";
      return (await job.getState()) === "failed"
        ? { failed: job.failedReason ?? "failed" }
        : "completed";
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Of a job, whoever adds it: the relay or a schedule. */
export const optionsOf = (job: Job): Pick<JobsOptions, "attempts" | "backoff" | "priority"> => ({
  attempts: job.attempts,
  // Jobs that failed together must not come back together.
  backoff: { type: job.backoff.type, delay: job.backoff.ms, jitter: 0.2 },
  priority: job.priority,
});

/** BullMQ takes neither a colon nor an integer for an id. */
export const queueId = (outboxId: string, generation: number): string =>
  `${outboxId}-g${generation}`;

/** The promise behind a delivered job; a scheduled tick has none. */
export function promiseOf(id: string | undefined): { id: string; generation: number } | null {
  const [, outboxId, generation] = /^([0-9a-f-]{36})-g(\d+)$/.exec(id ?? "") ?? [];
  return outboxId && generation ? { id: outboxId, generation: Number(generation) } : null;
}
