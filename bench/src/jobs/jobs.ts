import path from "node:path";
import { job } from "@mainstay/contracts";
import { enqueue } from "@mainstay/core";
import { outbox, transaction } from "@mainstay/db";
import { startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, type ProcessServices, readEnv, silent } from "@mainstay/runtime";
import { createQueues, type Queues, startJobWorker } from "@mainstay/runtime/jobs";
import { z } from "zod";
import type { Benchmark, Measured, Round } from "../measure.ts";
import { p50, p99 } from "../load.ts";

/**
 * What a job's guarantees cost: BullMQ alone with a handler that does nothing (the reference), and the
 * whole way from the outbox to `done`, each with an effect's transaction. On Redis too, with
 * BENCH_REDIS_URL, whose database is emptied. Latency is taken apart, at 50 jobs a second.
 */
const nothing = job("bench.nothing", {
  queue: "bench",
  summary: "Nothing",
  payload: z.object({ at: z.number() }),
});
const burst = 2_000;
const paced = 100;
const concurrency = 20;

interface Place {
  readonly name: string;
  readonly services: ProcessServices;
  readonly queues: Queues;
}

async function placeOn(url: string, redisUrl?: string): Promise<Place> {
  const env = readEnv({ DATABASE_URL: url, REDIS_PREFIX: "bench", REDIS_URL: redisUrl });
  const services = await createServices(env, { name: "bench", log: silent });
  const queues = createQueues({ url, redis: services.redis, name: "bench", log: silent });
  return { name: redisUrl ? "Redis" : "Postgres", services, queues };
}

async function empty({ services, queues }: Place): Promise<void> {
  await services.db.delete(outbox);
  const queue = queues.queue("bench");
  await queue.obliterate({ force: true });
  await queue.resume();
}

export const benchmark: Benchmark = async ({ rounds }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/bench-jobs");
  const postgres = await startEmbedded({ folder, port: 54_394, purpose: "development" });
  const url = postgres.adminUrl();
  await migrate(url);
  const redisUrl = process.env["BENCH_REDIS_URL"];
  const places = [await placeOn(url), ...(redisUrl ? [await placeOn(url, redisUrl)] : [])];
  const ways = places.flatMap((place) => [
    { what: `BullMQ alone on ${place.name}`, run: () => bullAlone(place) },
    { what: `outbox to done on ${place.name}`, run: () => outboxToDone(place) },
  ]);
  const measured = ways.map(({ what }): Measured & { rounds: Round[] } => ({ what, rounds: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      for (const place of places) await empty(place);
      measured[index]?.rounds.push(await way.run());
    }
  }
  for (const { queues, services } of places) {
    await queues.close();
    await services.close();
  }
  await postgres.stop();
  return measured;
};

/** Runs `work`, which ends with `count` jobs finished. */
async function timed(
  count: number,
  work: () => Promise<void>,
): Promise<Pick<Round, "perSecond" | "cpuPerCall">> {
  const since = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: count / ((performance.now() - since) / 1_000),
    cpuPerCall: (user + system) / count,
  };
}

/** Answers when it was told so often, with how long each took. */
function counter(): { add(ms: number): void; until(count: number): Promise<number[]> } {
  const latencies: number[] = [];
  let wanted = Infinity;
  let reached = Promise.withResolvers<void>();
  return {
    add(ms) {
      latencies.push(ms);
      if (latencies.length >= wanted) reached.resolve();
    },
    async until(count) {
      wanted = count;
      reached = Promise.withResolvers<void>();
      if (latencies.length < count) await reached.promise;
      return latencies.splice(0);
    },
  };
}

async function pace(send: () => Promise<void>): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let n = 0; n < paced; n += 1) {
    sent.push(send());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Promise.all(sent);
}

async function bullAlone({ queues }: Place): Promise<Round> {
  const finished = counter();
  const worker = queues.worker(
    "bench",
    async (delivered) => finished.add(Date.now() - delivered.timestamp),
    { concurrency },
  );
  await worker.waitUntilReady();
  const running = worker.run();
  let id = 0;
  const entries = (count: number) =>
    Array.from({ length: count }, () => ({
      id: `alone-${(id += 1)}`,
      job: nothing,
      carried: { payload: { at: 0 }, trace: null },
    }));
  await pace(() => queues.add("bench", entries(1)));
  const latencies = await finished.until(paced);
  const speed = await timed(burst, async () => {
    for (let added = 0; added < burst; added += 500) await queues.add("bench", entries(500));
    await finished.until(burst);
  });
  await worker.close();
  await running;
  return { ...speed, p50Ms: p50(latencies), p99Ms: p99(latencies) };
}

async function outboxToDone({ services, queues }: Place): Promise<Round> {
  const finished = counter();
  const worker = await startJobWorker({
    services,
    queues,
    jobs: { nothing },
    handlers: {
      nothing: async (ctx, { at }) => {
        await ctx.once(async () => {});
        finished.add(Date.now() - at);
      },
    },
    concurrency,
  });
  const promise = (count: number): Promise<void> =>
    transaction(services.db, async (tx) => {
      for (let n = 0; n < count; n += 1) enqueue(tx, nothing, { at: Date.now() });
    });
  await pace(() => promise(1));
  const latencies = await finished.until(paced);
  const speed = await timed(burst, async () => {
    await Promise.all(Array.from({ length: 10 }, () => promise(burst / 10)));
    await finished.until(burst);
  });
  await worker.stop();
  return { ...speed, p50Ms: p50(latencies), p99Ms: p99(latencies) };
}
