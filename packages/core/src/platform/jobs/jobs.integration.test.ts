import { job } from "@mainstay/contracts";
import { auditRows, transaction } from "@mainstay/db";
import {
  call,
  queueBackends,
  testApi,
  testDatabase,
  testEnv,
  testKeys,
  testWorker,
} from "@mainstay/testing";
import { like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { enqueue } from "../outbox/enqueue.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({ name: z.string() }),
  attempts: 1,
});
const missing = "0193a5b0-0000-7000-8000-000000000000";

describe.each(queueBackends())("the procedures that look after jobs, on $name", (on) => {
  const stage = async () => {
    const stack = new AsyncDisposableStack();
    const database = stack.use(await testDatabase());
    const env = testEnv(database, { redis: on.name === "redis" });
    const api = stack.use(await testApi(database, { env }));
    let broken = true;
    const greeted: string[] = [];
    stack.use(
      await testWorker(database, {
        on,
        jobs: { greet },
        handlers: {
          greet: async ({ once }, { name }) => {
            if (broken) throw new Error("the greeter is broken");
            await once(async () => void greeted.push(name));
          },
        },
      }),
    );
    const ask = (name: string, input: unknown, by: "query" | "mutation" = "query", as = "admin") =>
      call(api.url, `platform.jobs.${name}`, input, {
        by,
        as: testKeys[as as keyof typeof testKeys],
      });
    const promise = (name: string, runAt?: Date) =>
      transaction(database.db, (tx) => enqueue(tx, greet, { name }, runAt ? { runAt } : {}));
    const listed = async (state: string): Promise<{ id: string; error: string | null }[]> => {
      const { data } = await ask("list", { state, job: greet.job });
      return (data as { items: { id: string; error: string | null }[] }).items;
    };
    return {
      database,
      ask,
      promise,
      listed,
      greeted,
      mend: () => (broken = false),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  };

  it("list what failed, show why, and let it run again, once", async () => {
    await using at = await stage();
    await at.promise("Ada");
    await expect.poll(async () => (await at.listed("failed")).length, { timeout: 10_000 }).toBe(1);
    const [failed] = await at.listed("failed");
    const id = failed?.id ?? "";
    expect(failed?.error).toContain("the greeter is broken");
    expect((await at.ask("show", { id }, "query", "support")).data).toMatchObject({
      job: "test.greet",
      state: "failed",
      payload: { name: "Ada" },
    });
    expect((await at.ask("count", {})).data).toMatchObject({ failed: 1 });
    at.mend();

    const retries = await Promise.all(
      Array.from({ length: 8 }, () => at.ask("retry", { id }, "mutation")),
    );

    const reasons = retries.map(({ error }) => error?.reason ?? "done");
    expect(reasons.toSorted()).toEqual(["done", ...Array(7).fill("platform.job_not_failed")]);
    await expect.poll(() => at.greeted, { timeout: 10_000 }).toEqual(["Ada"]);
    await expect.poll(async () => (await at.listed("done")).length).toBe(1);
    const rows = await at.database.db
      .select()
      .from(auditRows)
      .where(like(auditRows.action, "platform.jobs.%"));
    expect(rows.map(({ target }) => target)).toEqual(rows.map(() => `job:${id}`));
    expect(rows.filter(({ outcome }) => outcome === "done")).toMatchObject([
      { action: "platform.jobs.retry", target: `job:${id}`, changes: { job: "test.greet" } },
    ]);
  });

  it("discard what waits, so that it never runs", async () => {
    await using at = await stage();
    at.mend();
    await at.promise("Later", new Date(Date.now() + 1_000));
    const [waiting] = await at.listed("pending");
    const id = waiting?.id ?? "";
    expect((await at.ask("discard", { id }, "mutation")).data).toMatchObject({
      state: "discarded",
    });
    expect((await at.ask("discard", { id }, "mutation")).error).toMatchObject({
      reason: "platform.job_ended",
      details: { id, state: "discarded" },
    });
    // Whatever would be run by then is behind it in the queue.
    await at.promise("Now", new Date(Date.now() + 1_500));
    await expect.poll(() => at.greeted, { timeout: 10_000 }).toEqual(["Now"]);
  });

  it("refuse what is not there, not failed, and not theirs to do", async () => {
    await using at = await stage();
    for (const [name, by] of [
      ["show", "query"],
      ["retry", "mutation"],
      ["discard", "mutation"],
    ] as const) {
      const { error } = await at.ask(name, { id: missing }, by);
      expect(error).toMatchObject({ reason: "platform.job_missing", details: { id: missing } });
    }
    const wrong = await at.ask("show", { id: "1" });
    expect(wrong.error?.reason).toBe("request.invalid");
    for (const name of ["retry", "discard"]) {
      const { error } = await at.ask(name, { id: missing }, "mutation", "support");
      expect(error?.details).toEqual({ permission: "platform.jobs.manage" });
    }
    const { error } = await at.ask("list", { state: "failed" }, "query", "customer");
    expect(error?.details).toEqual({ permission: "platform.jobs.read" });
  });
});
