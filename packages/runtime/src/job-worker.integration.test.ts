import { type ErrorKind, job, reason } from "@mainstay/contracts";
import { enqueue, type JobCtx } from "@mainstay/core";
import { type Db, outbox, transaction } from "@mainstay/db";
import {
  queueBackends,
  testDatabase,
  type TestDatabase,
  testProcess,
  testWorker,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { startJobWorker } from "./job-worker.ts";
import type { Queues } from "./queues.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({ name: z.string() }),
  attempts: 3,
  backoff: { type: "fixed", ms: 20 },
  timeoutMs: 10_000,
});
const jobs = { greet };

const promise = (db: Db, name: string, options: Parameters<typeof enqueue>[3] = {}) =>
  transaction(db, (tx) => enqueue(tx, greet, { name }, options));
const rows = (db: Db) => db.select().from(outbox).orderBy(outbox.id);
const states = async (db: Db) => (await rows(db)).map((row) => row.state);
const soon = { timeout: 10_000, interval: 20 };
const untilStates = (db: Db, expected: string[]) =>
  expect.poll(() => states(db), soon).toEqual(expected);

/** A handler that can be let go. */
function gate() {
  const opened = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  return {
    opened,
    reached: reached.promise,
    signals,
    hold: async (ctx: JobCtx) => {
      signals.push(ctx.signal);
      reached.resolve();
      await opened.promise;
    },
  };
}

describe.each(queueBackends())("jobs on $name", (on) => {
  const start = (
    database: TestDatabase,
    handler: (ctx: JobCtx, payload: { name: string }) => Promise<void>,
    more: { concurrency?: number; sweepAfterMs?: number } = {},
  ) => testWorker(database, { on, jobs, handlers: { greet: handler }, ...more });

  it("run with their payload, and are done", async () => {
    await using database = await testDatabase();
    const seen: unknown[] = [];
    await using _worker = await start(database, async (_ctx, payload) => void seen.push(payload));
    await promise(database.db, "Ada");
    await untilStates(database.db, ["done"]);
    expect(seen).toEqual([{ name: "Ada" }]);
  });

  it("are never run when the transaction that promised them is rolled back", async () => {
    await using database = await testDatabase();
    const seen: string[] = [];
    await using _worker = await start(database, async (_ctx, { name }) => void seen.push(name));
    const failed = transaction(database.db, async (tx) => {
      enqueue(tx, greet, { name: "nobody" });
      throw new Error("the cause failed");
    });
    await expect(failed).rejects.toThrow("the cause failed");
    await promise(database.db, "after");
    await untilStates(database.db, ["done"]);
    expect(seen).toEqual(["after"]);
  });

  it("with a key are single while one is not done, and are taken again after", async () => {
    await using database = await testDatabase();
    const { hold, opened, reached } = gate();
    await using _worker = await start(database, hold);
    await promise(database.db, "one", { key: "k" });
    await reached;
    await promise(database.db, "two", { key: "k" });
    expect(await rows(database.db)).toHaveLength(1);
    opened.resolve();
    await untilStates(database.db, ["done"]);
    await promise(database.db, "three", { key: "k" });
    await untilStates(database.db, ["done", "done"]);
  });

  it("wait for their time", async () => {
    await using database = await testDatabase();
    const ranAt: number[] = [];
    await using _worker = await start(database, async () => void ranAt.push(Date.now()));
    const runAt = new Date(Date.now() + 700);
    await promise(database.db, "later", { runAt });
    await untilStates(database.db, ["done"]);
    expect(ranAt).toHaveLength(1);
    expect(ranAt[0]).toBeGreaterThanOrEqual(runAt.getTime());
  });

  it("that fail are tried again after a pause, then failed with their error", async () => {
    await using database = await testDatabase();
    const attempts: { attempt: number; at: number }[] = [];
    await using _worker = await start(database, async (ctx) => {
      attempts.push({ attempt: ctx.attempt, at: performance.now() });
      throw new Error("no luck");
    });
    await promise(database.db, "unlucky");
    await untilStates(database.db, ["failed"]);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first, second] = attempts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(15);
    expect((await rows(database.db))[0]).toMatchObject({ error: "Error: no luck" });
  });

  it("have no effect in an attempt that fails", async () => {
    await using database = await testDatabase();
    const attempts: number[] = [];
    await using _worker = await start(database, async (ctx) => {
      attempts.push(ctx.attempt);
      await ctx.once(async (tx) => {
        enqueue(tx, greet, { name: "effect" }, { runAt: new Date("2100-01-01") });
        if (ctx.attempt < 3) throw new Error("not yet");
      });
    });
    await promise(database.db, "third time lucky");
    await untilStates(database.db, ["done", "pending"]);
    expect(attempts).toEqual([1, 2, 3]);
  });

  it.each<[ErrorKind, number]>([
    ["invalid", 1],
    ["not_found", 1],
    ["precondition", 1],
    ["conflict", 3],
    ["unavailable", 3],
  ])("that are refused as %s are attempted %i times", async (kind, attempts) => {
    await using database = await testDatabase();
    const refused = reason(`test.${kind}`, { kind, message: "Refused." });
    let ran = 0;
    await using _worker = await start(database, async () => {
      ran += 1;
      throw refused();
    });
    await promise(database.db, "refused");
    await untilStates(database.db, ["failed"]);
    expect(ran).toBe(attempts);
    expect((await rows(database.db))[0]?.error).toBe(`test.${kind}: Refused.`);
  });

  it("whose payload cannot be read are failed at once, saying what is wrong", async () => {
    await using database = await testDatabase();
    let ran = 0;
    await using _worker = await start(database, async () => void (ran += 1));
    await database.db.insert(outbox).values({
      job: greet.job,
      queue: greet.queue,
      payload: { name: 7 },
      runAt: new Date(),
      createdAt: new Date(),
    });
    await untilStates(database.db, ["failed"]);
    expect(ran).toBe(0);
    expect((await rows(database.db))[0]?.error).toMatch(/PayloadError.*expected string.*name/s);
  });

  it("that take too long are stopped, and cannot have their effect afterwards", async () => {
    await using database = await testDatabase();
    const slow = job("test.slow", {
      queue: "test",
      summary: "Take too long",
      payload: z.object({}),
      attempts: 1,
      timeoutMs: 200,
    });
    const late = Promise.withResolvers<unknown>();
    const { opened, hold } = gate();
    const handler = async (ctx: JobCtx) => {
      await hold(ctx);
      await ctx.once(async (tx) => enqueue(tx, greet, { name: "late" })).catch(late.resolve);
    };
    await using _worker = await testWorker(database, {
      on,
      jobs: { slow },
      handlers: { slow: handler },
    });
    await transaction(database.db, (tx) => enqueue(tx, slow, {}));
    await untilStates(database.db, ["failed"]);
    opened.resolve();
    expect(await late.promise).toMatchObject({ name: "TimeoutError" });
    expect(await states(database.db)).toEqual(["failed"]);
  });

  it("that were discarded in the meantime end without running", async () => {
    await using database = await testDatabase();
    const first = gate();
    const seen: string[] = [];
    await using _worker = await start(
      database,
      async (ctx, { name }) => {
        seen.push(name);
        await first.hold(ctx);
      },
      { concurrency: 1 },
    );
    await promise(database.db, "first");
    await first.reached;
    await promise(database.db, "second");
    await untilStates(database.db, ["moved", "moved"]);
    const second = (await rows(database.db))[1]?.id ?? "";
    await database.db.update(outbox).set({ state: "discarded" }).where(eq(outbox.id, second));
    await promise(database.db, "third");
    first.opened.resolve();
    await untilStates(database.db, ["done", "discarded", "done"]);
    expect(seen).toEqual(["first", "third"]);
  });

  it("that a newer release promised wait, and are mentioned, without spinning", async () => {
    await using database = await testDatabase();
    const warned = vi.fn<(fields: object, message: string) => void>();
    const unknown = job("test.from_tomorrow", {
      queue: "test",
      summary: "Not known here",
      payload: greet.payload,
    });
    await transaction(database.db, (tx) => enqueue(tx, unknown, { name: "tomorrow" }));
    const log = { debug() {}, info() {}, warn: warned, error() {}, child: () => log };
    {
      await using _worker = await testWorker(database, {
        on,
        jobs,
        handlers: { greet: async () => {} },
        log,
      });
      await promise(database.db, "today");
      await untilStates(database.db, ["pending", "done"]);
      expect(
        warned.mock.calls.filter(([, message]) => message.includes("wait for a worker")),
      ).toEqual([[{ job: "test.from_tomorrow", waiting: 1 }, expect.any(String)]]);
    }
    await using _newer = await testWorker(database, {
      on,
      jobs: { unknown },
      handlers: { unknown: async () => {} },
    });
    await untilStates(database.db, ["done", "done"]);
  });

  it("that still run when the worker's time is up go back to their queue, at no cost of an attempt", async () => {
    await using database = await testDatabase();
    const { hold, reached, signals } = gate();
    const attempts: number[] = [];
    const stopped = await start(database, async (ctx) => {
      attempts.push(ctx.attempt);
      await hold(ctx);
    });
    await promise(database.db, "interrupted");
    await reached;
    await stopped.stop({ finishMs: 50 });
    expect(signals[0]?.aborted).toBe(true);
    expect(await states(database.db)).toEqual(["moved"]);
    await stopped[Symbol.asyncDispose]();

    const since = performance.now();
    await using _next = await start(database, async (ctx) => void attempts.push(ctx.attempt));
    await untilStates(database.db, ["done"]);
    expect(attempts).toEqual([1, 1]);
    // It was given back, and not found by the end of its lock.
    expect(performance.now() - since).toBeLessThan(900);
  });

  it("do not keep a worker that stops: not its handlers, and not a queue that never answers", async () => {
    await using database = await testDatabase();
    const { hold, reached } = gate();
    await using process = await testProcess(database, { on });
    let stuck = false;
    const adding = Promise.withResolvers<void>();
    const queues: Queues = {
      ...process.queues,
      add(queue, entries) {
        if (!stuck) return process.queues.add(queue, entries);
        adding.resolve();
        return new Promise(() => {});
      },
    };
    const worker = await startJobWorker({
      ...process,
      queues,
      jobs,
      handlers: { greet: hold },
      relay: { pollMs: 20 },
    });
    await promise(database.db, "running");
    await reached;
    stuck = true;
    await promise(database.db, "not moved");
    await adding.promise;

    const since = performance.now();
    await worker.stop({ finishMs: 100, returnMs: 700 });

    expect(performance.now() - since).toBeLessThan(1_000);
  });

  it("that run when the worker stops are finished, and no more are taken", async () => {
    await using database = await testDatabase();
    const { hold, opened, reached } = gate();
    const worker = await start(database, hold, { concurrency: 1 });
    await promise(database.db, "running");
    await promise(database.db, "waiting");
    await reached;
    await untilStates(database.db, ["moved", "moved"]);
    const stopped = worker.stop({ finishMs: 5_000 });
    opened.resolve();
    await stopped;
    expect(await states(database.db)).toEqual(["done", "moved"]);
    await worker[Symbol.asyncDispose]();
  });

  it("delivered twice at once have their effect once", async () => {
    await using database = await testDatabase();
    const first = gate();
    let effects = 0;
    let entered = 0;
    const results: unknown[] = [];
    await using worker = await start(database, async (ctx) => {
      entered += 1;
      const result = await ctx.once(async () => {
        effects += 1;
        await first.hold(ctx);
        return "kept";
      });
      results.push(result);
    });
    await promise(database.db, "twice");
    await first.reached;
    // As when a queue was emptied, or a worker was believed dead: the same promise under another id.
    const [row] = await rows(database.db);
    await worker.queues.add("test", [
      { id: `${row?.id}-g1`, job: greet, carried: { payload: row?.payload, trace: null } },
    ]);
    await expect.poll(() => entered, soon).toBe(2);
    first.opened.resolve();
    await expect.poll(() => results.length, soon).toBe(2);
    expect(effects).toBe(1);
    expect(results).toEqual(["kept", undefined]);
  });

  it("a thousand, moved by two relays, have their effect once each", async () => {
    await using database = await testDatabase();
    const effects = new Map<string, number>();
    const handler = async (ctx: JobCtx, { name }: { name: string }) => {
      await ctx.once(async () => void effects.set(name, (effects.get(name) ?? 0) + 1));
    };
    await using _one = await start(database, handler);
    await using _two = await start(database, handler);
    await Promise.all(
      Array.from({ length: 10 }, (_, part) =>
        transaction(database.db, async (tx) => {
          for (let n = 0; n < 100; n += 1) enqueue(tx, greet, { name: `${part}:${n}` });
        }),
      ),
    );
    await expect
      .poll(async () => new Set(await states(database.db)), { timeout: 30_000, interval: 100 })
      .toEqual(new Set(["done"]));
    expect(effects.size).toBe(1_000);
    expect([...effects.values()].filter((times) => times !== 1)).toEqual([]);
  });
});
