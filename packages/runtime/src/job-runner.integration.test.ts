import { job } from "@mainstay/contracts";
import { createDb, type Db } from "@mainstay/db";
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
const promised = "0193a5b0-0000-7000-8000-000000000000-g0";

async function delivery(options: { handler: Handler<typeof greet>; id?: string; db?: Db }) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { services } = stack.use(await testProcess(database));
  const moveToDelayed = vi.fn(async () => {});
  const delivered = {
    name: greet.job,
    queueName: greet.queue,
    id: options.id,
    attemptsMade: 2,
    opts: { attempts: 3 },
    data: { payload: {}, trace: null },
    moveToDelayed,
  } as unknown as Delivered;
  const run = createRunner({
    services: { ...services, db: options.db ?? services.db },
    jobs: bindHandlers({ greet }, { greet: options.handler }),
    returning: new AbortController().signal,
  });
  return {
    moveToDelayed,
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
});
