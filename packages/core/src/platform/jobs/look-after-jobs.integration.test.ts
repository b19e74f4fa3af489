import { type DomainError, job, type JobState } from "@mainstay/contracts";
import { type Db, outbox, transaction, type Tx } from "@mainstay/db";
import { testDatabase, testWorker } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { countJobs } from "./count-jobs.ts";
import { discardJob } from "./discard-job.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { listJobs, mostLooked } from "./list-jobs.ts";
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
const rowsRead = async (tx: Tx): Promise<number> => {
  const { rows } = await tx.execute<{ read: number }>(
    sql`select (seq_tup_read + idx_tup_fetch)::int as read
          from pg_stat_xact_user_tables where relname = 'outbox'`,
  );
  return rows[0]?.read ?? 0;
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

  it("lists one job of many, or what was given up, without reading what else has ended", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const others = 20_000;
    await database.admin(`
      insert into outbox (id, job, queue, payload, state, run_at, created_at, moved_at, ended_at)
      select gen_random_uuid(), case n when 1 then 'test.greet' else 'test.other' end, 'test', '{}',
             case when n between 2 and 50 then 'discarded'
                  when n between 51 and 4000 then 'failed' else 'done' end,
             at, at, at, at
        from (select n, timestamptz '2026-01-01' + n * interval '1 second' as at
                from generate_series(1, ${others}) n) as ended;
      analyze outbox`);
    for (const state of ["done", "failed", "discarded"] as const) {
      await add(db, state, { endedAt: new Date("2026-01-01T00:00:00Z") });
    }

    const asked = async (input: Omit<Parameters<typeof listJobs>[1], "limit">) =>
      db.transaction(async (tx) => {
        const before = await rowsRead(tx);
        const page = await listJobs({ db: tx, fail, audit }, { ...input, limit: 10 });
        return { ...page, read: (await rowsRead(tx)) - before };
      });

    const discarded = await asked({ state: "discarded" });
    expect(discarded.items).toHaveLength(10);
    expect(discarded.read).toBeLessThan(100);
    for (const state of ["failed", "discarded"] as const) {
      const { items, nextCursor, read } = await asked({ state, job: greet.job });
      expect({ items: items.length, nextCursor }).toEqual({ items: 1, nextCursor: null });
      expect(read).toBeLessThan(10);
    }
    const done: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof asked>> = await asked({
        state: "done",
        job: greet.job,
        cursor,
      });
      expect(page.read).toBeLessThan(2 * mostLooked + 100);
      done.push(...page.items.map(({ endedAt }) => endedAt ?? ""));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(done).toEqual(["2026-01-01T00:00:01.000Z", "2026-01-01T00:00:00.000Z"]);
    expect(pages).toBe(Math.ceil((others - 4_000 + 2) / mostLooked));
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
