import { job } from "@mainstay/contracts";
import { queueBackends, testDatabase, testProcess, testWorker } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const soon = { timeout: 15_000, interval: 20 };
const tick = job("test.tick", {
  queue: "test",
  summary: "Tick",
  payload: z.object({}),
  schedule: { everyMs: 300 },
});

describe.each(queueBackends())("schedules on $name", (on) => {
  it("run once a tick, however many workers there are", async () => {
    await using database = await testDatabase();
    const ticks: { id: string; at: number }[] = [];
    const options = {
      on,
      jobs: { tick },
      handlers: {
        tick: async (ctx: { jobId: string }) => void ticks.push({ id: ctx.jobId, at: Date.now() }),
      },
    };
    await using _one = await testWorker(database, options);
    await using _two = await testWorker(database, options);
    await expect.poll(() => ticks.length, soon).toBeGreaterThanOrEqual(8);
    const seen = ticks.slice(0, 8);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(8);
    // Of a job that ran twice a tick, eight would fit in four.
    expect((seen[7]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(5 * 300);
  });

  it("come back when their store was emptied", async () => {
    await using database = await testDatabase();
    let ticks = 0;
    await using worker = await testWorker(database, {
      on,
      jobs: { tick },
      handlers: { tick: async () => void (ticks += 1) },
    });
    await expect.poll(() => ticks, soon).toBeGreaterThan(0);
    await worker.queues.queue("test").obliterate({ force: true });
    await worker.queues.queue("test").resume();
    const before = ticks;
    await expect.poll(() => ticks, soon).toBeGreaterThan(before + 2);
  });

  it("that no job declares any more are removed", async () => {
    await using database = await testDatabase();
    {
      await using worker = await testWorker(database, {
        on,
        jobs: { tick },
        handlers: { tick: async () => {} },
      });
      await expect.poll(() => worker.queues.queue("test").getJobSchedulersCount(), soon).toBe(1);
    }
    const { schedule: _, ...unscheduled } = tick;
    const once = job("test.tick", { ...unscheduled, payload: tick.payload });
    await using _worker = await testWorker(database, {
      on,
      jobs: { once },
      handlers: { once: async () => {} },
    });
    await using asking = await testProcess(database, { on });
    await expect.poll(() => asking.queues.queue("test").getJobSchedulersCount(), soon).toBe(0);
  });

  it("follow a change of their times", async () => {
    await using database = await testDatabase();
    const rare = job("test.tick", {
      queue: "test",
      summary: "Tick",
      payload: z.object({}),
      schedule: { cron: "0 0 1 1 *", tz: "Europe/Berlin" },
    });
    {
      await using worker = await testWorker(database, {
        on,
        jobs: { tick: rare },
        handlers: { tick: async () => {} },
      });
      await expect.poll(() => worker.queues.queue("test").getJobSchedulersCount(), soon).toBe(1);
    }
    let ticks = 0;
    await using _worker = await testWorker(database, {
      on,
      jobs: { tick },
      handlers: { tick: async () => void (ticks += 1) },
    });
    await expect.poll(() => ticks, soon).toBeGreaterThan(1);
  });
});
