import { rmSync } from "node:fs";
import { outbox } from "@mainstay/db";
import {
  effectsTable,
  killJobs,
  type KillPoint,
  killPoints,
  killTiming,
  leaveEffect,
} from "@mainstay/testing/kill-jobs";
import { bundleKillChild, killWorkers } from "@mainstay/testing/kill";
import {
  type QueueBackend,
  queueBackends,
  testDatabase,
  type TestDatabase,
  testWorker,
} from "@mainstay/testing";
import { count, ne, sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const kills = 50;
let child: string;
beforeAll(async () => {
  child = await bundleKillChild();
});
afterAll(() => rmSync(child));

const orderFor = (database: TestDatabase, on: QueueBackend, point: KillPoint) => ({
  databaseUrl: database.url,
  redisUrl: on.redisUrl,
  redisPrefix: database.name,
  point,
});

/** A worker that nobody kills finishes what the others left. */
async function finish(database: TestDatabase, on: QueueBackend): Promise<void> {
  await using _worker = await testWorker(database, {
    on,
    jobs: killJobs,
    handlers: { count: async (ctx) => void (await leaveEffect(ctx)) },
    sweepAfterMs: 1_000,
    timing: killTiming,
  });
  const left = () =>
    database.db.select({ left: count() }).from(outbox).where(ne(outbox.state, "done"));
  await expect.poll(left, { timeout: 30_000, interval: 100 }).toEqual([{ left: 0 }]);
}

/** Each promised job has left its effect, and none has left a second. */
async function whatHappened(database: TestDatabase) {
  const { rows } = await database.db.execute<Record<"promised" | "effects" | "jobs", number>>(sql`
    select (select count(*)::int from outbox) as promised,
           (select count(*)::int from effects) as effects,
           (select count(distinct job_id)::int from effects join outbox on outbox.id = job_id) as jobs
  `);
  const { promised = 0, effects, jobs } = rows[0] ?? {};
  return { promised, lost: promised - (jobs ?? 0), twice: (effects ?? 0) - (jobs ?? 0) };
}

describe.each(queueBackends())(
  "a worker killed by the system, on $name",
  { timeout: 120_000 },
  (on) => {
    it.each(killPoints)(
      `at "%s", ${kills} times, loses no job and has no effect twice`,
      async (point) => {
        await using database = await testDatabase();
        await database.admin(effectsTable);
        await killWorkers({ child, order: orderFor(database, on, point), kills, atATime: 3 });
        await finish(database, on);
        // Each of them promised two before it died.
        expect(await whatHappened(database)).toEqual({ promised: 2 * kills, lost: 0, twice: 0 });
      },
    );
  },
);

describe.runIf(queueBackends().some((on) => on.redisUrl !== null))(
  "Redis that comes back empty",
  () => {
    it(
      `again and again, while workers are killed ${kills} times, loses no job and has no effect twice`,
      { timeout: 120_000 },
      async () => {
        await using database = await testDatabase();
        await database.admin(effectsTable);
        const on = emptyable();
        using redis = connect(on.redisUrl);
        await Promise.all(
          killPoints.map((point) =>
            killWorkers({
              child,
              order: orderFor(database, on, point),
              kills: Math.ceil(kills / killPoints.length),
              atATime: 1,
              killed: async (soFar) => void (soFar % 3 === 0 && (await redis.client.flushdb())),
            }),
          ),
        );
        await redis.client.flushdb();
        await finish(database, on);
        const lives = killPoints.length * Math.ceil(kills / killPoints.length);
        expect(await whatHappened(database)).toEqual({ promised: 2 * lives, lost: 0, twice: 0 });
      },
    );
  },
);

/** A database of the server that no other test uses. */
function emptyable(): QueueBackend & { redisUrl: string } {
  const url = queueBackends().find((on) => on.redisUrl !== null)?.redisUrl ?? "";
  const own = new URL(url);
  own.pathname = "/11";
  return { name: "redis", redisUrl: own.toString() };
}
function connect(url: string): Disposable & { client: Redis } {
  const client = new Redis(url);
  return { client, [Symbol.dispose]: () => client.disconnect() };
}
