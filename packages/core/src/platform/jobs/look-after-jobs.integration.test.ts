import { type DomainError, job, type JobState } from "@mainstay/contracts";
import { type Db, outbox, transaction, type Tx } from "@mainstay/db";
import { testDatabase, testWorker } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { countJobs } from "./count-jobs.ts";
import { discardJob } from "./discard-job.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { listJobs } from "./list-jobs.ts";
import { retryJob } from "./retry-job.ts";
import { showJob } from "./show-job.ts";

const greet = job("test.greet", {
  queue: "test",
  summary: "Say hello",
  payload: z.object({ name: z.string() }),
});
const fail = (error: DomainError): never => {
  throw error;
};
const audit = (): void => {};
const inTx = <T>(
  db: Db,
  work: (ctx: { db: Tx; fail: typeof fail; audit: typeof audit }) => Promise<T>,
): Promise<T> => transaction(db, (tx) => work({ db: tx, fail, audit }));
const waitingForLocks = async (db: Db): Promise<number> => {
  const { rows } = await db.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
};
const unknown = "0193a5b0-0000-7000-8000-000000000000";

async function add(
  db: Db,
  state: JobState,
  more: Partial<typeof outbox.$inferInsert> = {},
): Promise<string> {
  const at = new Date(Date.now() - 60_000);
  const [row] = await db
    .insert(outbox)
    .values({
      job: greet.job,
      queue: greet.queue,
      payload: { name: "Ada" },
      state,
      runAt: at,
      createdAt: at,
      movedAt: state === "pending" ? null : at,
      endedAt: state === "pending" || state === "moved" ? null : at,
      error: state === "failed" ? "Error: no luck" : null,
      ...more,
    })
    .returning({ id: outbox.id });
  return row?.id ?? "";
}

describe("looking after jobs", () => {
  it("lists each state page by page, what waits longest first, what ended last first", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
    const waiting: string[] = [];
    const failed: string[] = [];
    for (const minute of [1, 1, 2, 3, 4]) {
      waiting.push(await add(db, "pending", { runAt: at(minute) }));
      failed.unshift(await add(db, "failed", { endedAt: at(minute) }));
    }
    await add(db, "done");
    const all = async (state: JobState) => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listJobs>> = await listJobs(
          { db, fail, audit },
          { state, cursor, limit: 2 },
        );
        ids.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return ids;
    };
    expect(await all("pending")).toEqual(waiting);
    expect(await all("failed")).toEqual(failed);
    expect(await all("moved")).toEqual([]);
    const made = listJobs({ db, fail, audit }, { state: "failed", cursor: "made-up", limit: 2 });
    await expect(made).rejects.toMatchObject({ reason: "request.invalid" });
  });

  it("shows a job with its payload, and says when there is none", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const id = await add(db, "failed");
    expect(await showJob({ db, fail, audit }, { id })).toMatchObject({
      id,
      job: "test.greet",
      state: "failed",
      error: "Error: no luck",
      payload: { name: "Ada" },
    });
    await expect(showJob({ db, fail, audit }, { id: unknown })).rejects.toMatchObject({
      reason: "platform.job_missing",
    });
  });

  it("retries what failed, under the next generation", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const id = await add(db, "failed", { generation: 2 });
    const again = await inTx(db, (ctx) => retryJob(ctx, { id }));
    expect(again).toMatchObject({ state: "pending", generation: 3, error: null, endedAt: null });
    await expect(inTx(db, (ctx) => retryJob(ctx, { id }))).rejects.toMatchObject({
      reason: "platform.job_not_failed",
      details: { id, state: "pending" },
    });
  });

  it("does not retry a job while another with its key is under way", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const id = await add(db, "failed", { key: "k" });
    await transaction(db, (tx) => enqueue(tx, greet, { name: "Bob" }, { key: "k" }));
    await expect(inTx(db, (ctx) => retryJob(ctx, { id }))).rejects.toMatchObject({
      reason: "platform.job_key_taken",
      details: { id, job: "test.greet", key: "k" },
    });
    expect(await showJob({ db, fail, audit }, { id })).toMatchObject({
      state: "failed",
      generation: 0,
    });
  });

  it.each<JobState>(["pending", "moved", "failed"])("discards what is %s", async (state) => {
    await using database = await testDatabase();
    const { db } = database;
    const id = await add(db, state);
    expect(await inTx(db, (ctx) => discardJob(ctx, { id }))).toMatchObject({ state: "discarded" });
  });

  it.each<JobState>(["done", "discarded"])("does not discard what is %s", async (state) => {
    await using database = await testDatabase();
    const { db } = database;
    const id = await add(db, state);
    await expect(inTx(db, (ctx) => discardJob(ctx, { id }))).rejects.toMatchObject({
      reason: "platform.job_ended",
      details: { id, state },
    });
  });

  it("waits for the effect of a run under way, and finds that the job has ended", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const [inOnce, letGo] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    await using _worker = await testWorker(database, {
      jobs: { greet },
      handlers: {
        greet: (ctx) =>
          ctx.once(async () => {
            inOnce.resolve(ctx.jobId);
            await letGo.promise;
          }),
      },
    });
    await transaction(db, (tx) => enqueue(tx, greet, { name: "Ada" }));
    const id = await inOnce.promise;
    const discarding = inTx(db, (ctx) => discardJob(ctx, { id })).catch((error: unknown) => error);
    await expect.poll(() => waitingForLocks(db)).toBe(1);
    letGo.resolve();
    expect(await discarding).toMatchObject({
      reason: "platform.job_ended",
      details: { id, state: "done" },
    });
  });

  it("does not wait for a run before its effect, which has none any more", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const [running, letGo] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    const ended = Promise.withResolvers<void>();
    let effects = 0;
    await using _worker = await testWorker(database, {
      jobs: { greet },
      handlers: {
        greet: async (ctx) => {
          running.resolve(ctx.jobId);
          await letGo.promise;
          await ctx.once(async () => void (effects += 1));
          ended.resolve();
        },
      },
    });
    await transaction(db, (tx) => enqueue(tx, greet, { name: "Ada" }));
    const id = await running.promise;
    expect(await inTx(db, (ctx) => discardJob(ctx, { id }))).toMatchObject({ state: "discarded" });
    letGo.resolve();
    await ended.promise;
    expect(effects).toBe(0);
    expect(await showJob({ db, fail, audit }, { id })).toMatchObject({ state: "discarded" });
  });

  it("counts what is not done, and says how long the next one has waited", async () => {
    await using database = await testDatabase();
    const { db } = database;
    expect(await countJobs({ db, fail, audit })).toEqual({
      pending: 0,
      moved: 0,
      failed: 0,
      oldestPendingSeconds: 0,
    });
    for (const state of ["pending", "pending", "moved", "failed", "done"] as const)
      await add(db, state);
    const counted = await countJobs({ db, fail, audit });
    expect(counted).toMatchObject({ pending: 2, moved: 1, failed: 1 });
    expect(counted.oldestPendingSeconds).toBeGreaterThanOrEqual(59);
  });
});
