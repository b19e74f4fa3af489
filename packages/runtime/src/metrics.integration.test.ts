import { reconcile } from "@mainstay/core";
import { createDb, outbox, rates } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";
import { createHttpRates } from "./rates/http-rates.ts";

const options = { name: "test", version: "1.2.3", release: "abc123" };

/** The value of one series, whatever the order of its labels. */
const valueIn = (
  text: string,
  metric: string,
  labels: Record<string, string> = {},
): number | null => {
  const all = Object.entries({ ...labels, process: "test" }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  for (const line of text.split("\n")) {
    const [, name, inside = "", value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    const has = all.every((label) => inside.split(",").includes(label));
    if (name === metric && has) return Number(value);
  }
  return null;
};

describe("metrics", () => {
  it("count calls and jobs by outcome, with their time, and describe the process", async () => {
    await using database = await testDatabase();
    const metrics = createMetrics({ ...options, db: database.db });
    const procedure = "platform.settings.get";
    metrics.request({ procedure, outcome: "ok", seconds: 0.004 });
    metrics.request({ procedure, outcome: "ok", seconds: 0.3 });
    metrics.request({ procedure, outcome: "forbidden", seconds: 0.001 });
    metrics.job({ job: "platform.sweep_outbox", outcome: "done", seconds: 2 });

    const text = await metrics.render();

    expect(metrics.contentType).toContain("text/plain");
    expect(valueIn(text, "mainstay_request_seconds_count", { procedure, outcome: "ok" })).toBe(2);
    expect(
      valueIn(text, "mainstay_request_seconds_bucket", { procedure, outcome: "ok", le: "0.005" }),
    ).toBe(1);
    expect(
      valueIn(text, "mainstay_request_seconds_count", { procedure, outcome: "forbidden" }),
    ).toBe(1);
    expect(
      valueIn(text, "mainstay_job_seconds_sum", { job: "platform.sweep_outbox", outcome: "done" }),
    ).toBe(2);
    expect(valueIn(text, "mainstay_build_info", { version: "1.2.3", release: "abc123" })).toBe(1);
    expect(valueIn(text, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
    expect(valueIn(text, "mainstay_db_connections", { state: "busy" })).not.toBeNull();
  });

  it("say how old each pair's rate is, and what of the provider was not believed", async () => {
    await using database = await testDatabase();
    const rateProvider = createHttpRates({ url: "http://127.0.0.1" });
    const metrics = createMetrics({ ...options, db: database.db, rateProvider });
    const row = { base: "USD", rate: "1.5", source: "provider", createdAt: new Date() };
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
    await database.db.insert(rates).values([
      { ...row, quote: "RUB", takenAt: ago(900) },
      { ...row, quote: "RUB", takenAt: ago(90) },
      { ...row, quote: "EUR", takenAt: ago(600) },
    ]);
    rateProvider.refused("USD/KZT", "jump");
    rateProvider.refused("USD/KZT", "jump");

    const text = await metrics.render();

    const age = (pair: string) => valueIn(text, "mainstay_rate_age_seconds", { pair }) ?? 0;
    expect(age("USD/RUB")).toBeCloseTo(90, -1);
    expect(age("USD/EUR")).toBeCloseTo(600, -1);
    const refused = { pair: "USD/KZT", problem: "jump" };
    expect(valueIn(text, "mainstay_rates_refused", refused)).toBe(2);
  });

  it("say how many promised jobs wait, and for how long", async () => {
    await using database = await testDatabase();
    const metrics = createMetrics({ ...options, db: database.db });
    const now = Date.now();
    const row = { job: "test", queue: "test", payload: {}, createdAt: new Date() };
    await database.db.insert(outbox).values([
      { ...row, runAt: new Date(now - 90_000) },
      { ...row, runAt: new Date(now + 90_000) },
      { ...row, runAt: new Date(now), state: "moved", movedAt: new Date(now - 40_000) },
      { ...row, runAt: new Date(now), state: "done" },
    ]);

    const text = await metrics.render();

    expect(valueIn(text, "mainstay_outbox_rows", { state: "pending" })).toBe(2);
    expect(valueIn(text, "mainstay_outbox_rows", { state: "moved" })).toBe(1);
    expect(valueIn(text, "mainstay_outbox_rows", { state: "failed" })).toBe(0);
    expect(valueIn(text, "mainstay_outbox_rows", { state: "done" })).toBeNull();
    const oldest = (state: string) => valueIn(text, "mainstay_outbox_oldest_seconds", { state });
    expect(oldest("pending")).toBeGreaterThan(85);
    expect(oldest("pending")).toBeLessThan(120);
    expect(oldest("moved")).toBeGreaterThan(35);
    expect(oldest("failed")).toBe(0);
  });

  it("say what the last look through the books found, and when that was", async () => {
    await using database = await testDatabase();
    const metrics = createMetrics({ ...options, db: database.db });
    const findings = async () => valueIn(await metrics.render(), "mainstay_ledger_findings");
    // Nobody has looked yet, which is not the same as that all is well.
    expect(await findings()).toBeNull();
    await reconcile(database.db, { by: "test" });
    expect(await findings()).toBe(0);
    await database.admin(
      `insert into ledger_adjustments (id, reason, legs, state, proposed_by, proposed_at, decided_by)
       values ('00000000-0000-4000-8000-000000000002', 'none', '[]', 'approved', 'account:1', now(), 'account:2')`,
    );
    await reconcile(database.db, { by: "test" });
    expect(await findings()).toBe(1);
    await database.admin(
      "update ledger_reconciliations set finished_at = finished_at - interval '90 seconds'",
    );
    const text = await metrics.render();
    expect(valueIn(text, "mainstay_ledger_reconciled_seconds")).toBeGreaterThan(85);
  });

  it("show queues as they stand at each render", async () => {
    await using database = await testDatabase();
    const metrics = createMetrics({ ...options, db: database.db });
    let counts: Record<string, number> = { waiting: 7, failed: 1 };
    metrics.watchQueues(async () => [{ queue: "platform", counts, oldestSeconds: 3 }]);
    const jobs = async (state: string) =>
      valueIn(await metrics.render(), "mainstay_queue_jobs", { queue: "platform", state });
    expect(await jobs("waiting")).toBe(7);
    expect(await jobs("failed")).toBe(1);

    counts = { waiting: 0 };

    expect(await jobs("waiting")).toBe(0);
    expect(await jobs("failed")).toBeNull();
    const text = await metrics.render();
    expect(valueIn(text, "mainstay_queue_oldest_seconds", { queue: "platform" })).toBe(3);
  });

  it("are whole for two who scrape at once", async () => {
    await using database = await testDatabase();
    const metrics = createMetrics({ ...options, db: database.db });
    const second = Promise.withResolvers<void>();
    const asked: Promise<void>[] = [Promise.resolve(), second.promise];
    metrics.watchQueues(async () => {
      await asked.shift();
      return [{ queue: "platform", counts: { waiting: 7 }, oldestSeconds: 3 }];
    });
    const one = metrics.render();
    // The first has its queues by then, and still waits for the database.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    const two = metrics.render();

    const jobs = { queue: "platform", state: "waiting" };
    expect(valueIn(await one, "mainstay_queue_jobs", jobs)).toBe(7);
    second.resolve();
    expect(valueIn(await two, "mainstay_queue_jobs", jobs)).toBe(7);
  });

  it("still render what they can while the database is away", async () => {
    const db = createDb({ url: "postgres://nobody@127.0.0.1:1/none", name: "test" });
    const metrics = createMetrics({ ...options, db });
    const procedure = "platform.system.info";
    metrics.request({ procedure, outcome: "ok", seconds: 0.001 });

    const text = await metrics.render();

    expect(valueIn(text, "mainstay_request_seconds_count", { procedure, outcome: "ok" })).toBe(1);
    expect(valueIn(text, "mainstay_metrics_failures_total", { group: "outbox" })).toBe(1);
    expect(valueIn(text, "mainstay_outbox_oldest_seconds", { state: "pending" })).toBeNull();
    expect(valueIn(text, "mainstay_ledger_findings")).toBeNull();
    await db.$client.end();
  });
});
