import { job } from "@mainstay/contracts";
import { queueBackends, testDatabase, testProcess, testWorker } from "@mainstay/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { startJobWorker } from "./job-worker.ts";

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

  it("follow a change of how often and how urgently a tick is tried, and are left alone without one", async () => {
    await using database = await testDatabase();
    const rare = { ...tick, schedule: { everyMs: 3_600_000 } };
    const run = (declared: typeof tick) =>
      testWorker(database, { on, jobs: { tick: declared }, handlers: { tick: async () => {} } });
    const template = async (worker: Awaited<ReturnType<typeof run>>) =>
      (await worker.queues.queue("test").getJobScheduler("test.tick"))?.template?.opts;
    {
      await using worker = await run(rare);
      await expect.poll(() => template(worker), soon).toMatchObject({ attempts: 8, priority: 100 });
      const queue = worker.queues.queue("test");
      const looked = vi.spyOn(queue, "getJobScheduler");
      const installed = vi.spyOn(queue, "upsertJobScheduler");
      await expect.poll(() => looked.mock.calls.length, soon).toBeGreaterThan(2);
      expect(installed).not.toHaveBeenCalled();
    }
    const backoff = { type: "fixed", ms: 5 } as const;
    await using worker = await run({ ...rare, attempts: 2, priority: 7, backoff });
    await expect
      .poll(() => template(worker), soon)
      .toMatchObject({
        attempts: 2,
        priority: 7,
        backoff: { type: "fixed", delay: 5 },
      });
  });

  it("of a job whose payload needs something are refused at the start", async () => {
    await using database = await testDatabase();
    const payload = z.object({ name: z.string() });
    const needy = job("test.needy", {
      queue: "test",
      summary: "Need a name",
      payload,
      schedule: { everyMs: 1_000 },
    });
    await using process = await testProcess(database, { on });
    const started = startJobWorker({
      ...process,
      jobs: { needy },
      handlers: { needy: async () => {} },
    });
    await expect(started).rejects.toThrow(/test\.needy has a schedule.*must accept \{\}.*name/s);
  });
});
