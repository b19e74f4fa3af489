import { job } from "@mainstay/contracts";
import { enqueue } from "@mainstay/core";
import { outbox, transaction } from "@mainstay/db";
import { queueBackends, testDatabase, testProcess, testWorker } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bindHandlers } from "./job-handlers.ts";
import { startRelay } from "./outbox-relay.ts";
import { startSweep } from "./outbox-sweep.ts";
import { queueId } from "./queues.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({}),
  attempts: 1,
});
const jobs = bindHandlers({ greet }, { greet: async () => {} });
const soon = { timeout: 10_000, interval: 20 };

/** A relay and a sweep, without a worker that would take what they move. */
async function movers(on: ReturnType<typeof queueBackends>[number]) {
  const database = await testDatabase();
  const process = await testProcess(database, { on });
  const { services, queues } = process;
  const from = { ...services, queues, jobs };
  const relay = startRelay({ ...from, timing: { pollMs: 20 } });
  let lookups = 0;
  const counting = {
    ...queues,
    find: (queue: string, id: string) => {
      lookups += 1;
      return queues.find(queue, id);
    },
  };
  const sweep = startSweep({
    ...from,
    queues: counting,
    timing: { everyMs: 50, afterMs: 300, batch: 10 },
    putBack: relay.wake,
  });
  const rows = () =>
    database.db
      .select({ state: outbox.state, generation: outbox.generation, error: outbox.error })
      .from(outbox);
  return {
    database,
    queues,
    rows,
    lookups: () => lookups,
    promise: () => transaction(database.db, (tx) => enqueue(tx, greet, {})),
    async [Symbol.asyncDispose]() {
      await relay.stop();
      await sweep.stop();
      await process[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe.each(queueBackends())("the sweep on $name", (on) => {
  it("promises again, under the next generation, what a queue has lost", async () => {
    await using all = await movers(on);
    for (let n = 0; n < 25; n += 1) await all.promise();
    await expect.poll(() => all.queues.queue("test").getPrioritizedCount(), soon).toBe(25);
    await all.queues.queue("test").obliterate({ force: true });
    await expect
      .poll(all.rows, soon)
      .toEqual(Array.from({ length: 25 }, () => ({ state: "moved", generation: 1, error: null })));
    expect(await all.queues.queue("test").getPrioritizedCount()).toBe(25);
  });

  it("promises again what its queue completed without its being done", async () => {
    await using all = await movers(on);
    const worker = all.queues.worker("test", async () => {}, { concurrency: 1 });
    const running = worker.run();
    await all.promise();
    await expect.poll(async () => (await all.rows())[0]?.generation, soon).toBeGreaterThan(0);
    await worker.close();
    await running;
  });

  it("marks as failed what its queue gave up", async () => {
    await using all = await movers(on);
    const worker = all.queues.worker(
      "test",
      async () => {
        throw new Error("stalled too often");
      },
      { concurrency: 1 },
    );
    const running = worker.run();
    await all.promise();
    await expect
      .poll(all.rows, soon)
      .toEqual([{ state: "failed", generation: 0, error: "stalled too often" }]);
    await worker.close();
    await running;
  });

  it("leaves what waits in its queue, and looks it up only once in a while", async () => {
    await using all = await movers(on);
    for (let n = 0; n < 30; n += 1) await all.promise();
    await expect.poll(all.lookups, soon).toBeGreaterThanOrEqual(60);
    expect(await all.rows()).toEqual(
      Array.from({ length: 30 }, () => ({ state: "moved", generation: 0, error: null })),
    );
    // Each row was looked up as often as any other: no one is starved by those before it.
    const { rows } = await all.database.db.execute<{ oldest: number }>(
      sql`select extract(epoch from now() - min(moved_at))::float8 as oldest from outbox`,
    );
    expect(rows[0]?.oldest).toBeLessThan(2);
  });

  it("moves what one backend was holding to the other, when the backend is changed", async () => {
    const other = queueBackends().find((backend) => backend.name !== on.name) ?? on;
    await using database = await testDatabase();
    {
      await using process = await testProcess(database, { on });
      const [row] = await database.db
        .insert(outbox)
        .values({
          job: greet.job,
          queue: greet.queue,
          payload: {},
          state: "moved",
          runAt: sql`now()`,
          createdAt: sql`now()`,
          movedAt: sql`now() - interval '1 minute'`,
        })
        .returning({ id: outbox.id });
      const carried = { payload: {}, trace: null };
      await process.queues.add("test", [{ id: queueId(row?.id ?? "", 0), job: greet, carried }]);
    }
    let ran = 0;
    await using _worker = await testWorker(database, {
      on: other,
      jobs: { greet },
      handlers: {
        greet: async (ctx) => {
          await ctx.once(async () => void (ran += 1));
        },
      },
      sweepAfterMs: 100,
    });
    const states = async () => (await database.db.select().from(outbox)).map((row) => row.state);
    await expect.poll(states, soon).toEqual(["done"]);
    expect(ran).toBe(1);
  });
});
