import { setTimeout as sleep } from "node:timers/promises";
import { job } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import { createDb, type Db, outbox } from "@mainstay/db";
import { testDatabase, testProcess } from "@mainstay/testing";
import { DelayedError } from "bullmq";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { bindHandlers, type Handler } from "./job-handlers.ts";
import { createRunner } from "./job-runner.ts";
import type { Delivered } from "./queues.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({}),
  attempts: 3,
});
const promisedId = "0193a5b0-0000-7000-8000-000000000000";
const promised = `${promisedId}-g0`;

async function delivery(options: {
  handler: Handler<typeof greet>;
  id?: string;
  db?: Db;
  attemptsMade?: number;
}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { services } = stack.use(await testProcess(database));
  const said: string[] = [];
  const say = (level: string) => (_: object, message: string) =>
    void said.push(`${level}: ${message}`);
  const log: Logger = {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    child: () => log,
  };
  const moveToDelayed = vi.fn(async () => {});
  const delivered = {
    name: greet.job,
    queueName: greet.queue,
    id: options.id,
    attemptsMade: options.attemptsMade ?? 2,
    opts: { attempts: 3 },
    data: { payload: {}, trace: null },
    moveToDelayed,
  } as unknown as Delivered;
  const run = createRunner({
    services: { ...services, log, db: options.db ?? services.db },
    jobs: bindHandlers({ greet }, { greet: options.handler }),
    returning: new AbortController().signal,
  });
  return {
    database,
    moveToDelayed,
    said,
    run: () => run(delivered, "token"),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("a delivered job", () => {
  it("waits while the database is away, at no cost of an attempt, be it the last", async () => {
    const db = createDb({ url: "postgres://nobody@127.0.0.1:1/none", name: "test" });
    await using at = await delivery({ db, id: promised, handler: async () => {} });
    await expect(at.run()).rejects.toBeInstanceOf(DelayedError);
    expect(at.moveToDelayed).toHaveBeenCalledWith(expect.any(Number), "token");
    await db.$client.end();
  });

  it("has failed when it was somebody else who refused the connection", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    await using at = await delivery({ handler: () => Promise.reject(refused) });
    await expect(at.run()).rejects.toBe(refused);
    expect(at.moveToDelayed).not.toHaveBeenCalled();
  });

  it("leaves no timer behind that would keep it in memory", async () => {
    const timers: number[] = [];
    await using at = await delivery({ handler: async () => void timers.push(vi.getTimerCount()) });
    vi.useFakeTimers();
    try {
      await at.run();
      expect([...timers, vi.getTimerCount()]).toEqual([1, 0]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("by a schedule, that ends as usual within a second, is told to who debugs alone", async () => {
    await using tick = await delivery({ handler: async () => {}, attemptsMade: 0 });
    await tick.run();
    expect(tick.said).toEqual(["debug: job done"]);
  });

  it("that was promised, slow or failed before is told to all", async () => {
    await using slow = await delivery({ handler: () => sleep(1_050), attemptsMade: 0 });
    await slow.run();
    expect(slow.said).toEqual(["info: job done"]);
    await using second = await delivery({ handler: async () => {}, attemptsMade: 1 });
    await second.run();
    expect(second.said).toEqual(["info: job done"]);
    const broken = { handler: () => Promise.reject(new Error("no")), attemptsMade: 0 };
    await using failed = await delivery(broken);
    await expect(failed.run()).rejects.toThrow("no");
    expect(failed.said).toEqual(["warn: job failed; it will be tried again"]);
    await using kept = await delivery({ id: promised, handler: async () => {}, attemptsMade: 0 });
    await kept.database.db.insert(outbox).values({
      id: promisedId,
      job: greet.job,
      queue: greet.queue,
      payload: {},
      state: "moved",
      runAt: new Date(),
      createdAt: new Date(),
    });
    await kept.run();
    expect(kept.said).toEqual(["info: job done"]);
  });
});
