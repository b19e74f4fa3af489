import { ratePairs, refreshRates as refreshJob } from "@mainstay/contracts";
import { currencies, rates, settings, transaction } from "@mainstay/db";
import {
  fakeRates,
  type FakeRates,
  queueBackends,
  type TestDatabase,
  testDatabase,
  testProcess,
  testWorker,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { enqueue } from "../outbox/enqueue.ts";
import { refreshRates } from "./refresh-rates.ts";

const minute = 60_000;
const good = `{"RUB":92.5,"EUR":0.92,"USDT":1.001}`;

/** A process with a provider, whose job runs here and now. */
async function refreshing(database: TestDatabase, fake: FakeRates | null) {
  const process = await testProcess(database, {
    env: fake ? { RATES_URL: fake.url, RATES_KEY: "a key" } : {},
  });
  const { services } = process;
  return {
    refusals: () => services.rateProvider?.refusals(),
    refresh: () =>
      refreshRates({
        ...services,
        jobId: "test",
        attempt: 1,
        signal: new AbortController().signal,
        once: (effect) => transaction(services.db, effect),
      }),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

const stored = async ({ db }: TestDatabase) =>
  (await db.select().from(rates).orderBy(rates.id)).map(
    ({ base, quote, rate, source }) => `${base}/${quote} ${rate.replace(/\.?0+$/, "")} ${source}`,
  );
const keepPairs = ({ db }: TestDatabase, value: string[]) =>
  db
    .insert(settings)
    .values({ key: ratePairs.setting, value, changedAt: new Date(), changedBy: "test" });

describe("refreshing rates", () => {
  it("stores the pairs that are kept, as told and across", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    const takenAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    fake.tell(good, takenAt);
    await at.refresh();
    expect(await stored(database)).toEqual([
      "USD/RUB 92.5 provider",
      "EUR/RUB 100.54347826087 provider",
      "USDT/RUB 92.407592407592 provider",
    ]);
    const [row] = await database.db.select().from(rates);
    expect(row?.takenAt).toEqual(takenAt);
    expect(at.refusals()).toEqual([]);
  });

  it("has nothing to do without a provider", async () => {
    await using database = await testDatabase();
    await using at = await refreshing(database, null);
    await at.refresh();
    expect(await stored(database)).toEqual([]);
  });

  it("stores nothing twice, nothing older, and the same again once it is newer", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    await keepPairs(database, ["USD/RUB"]);
    const now = Date.now();
    for (const [rate, when] of [
      ["92.5", now - 2 * minute],
      ["92.50", now - 2 * minute],
      ["80", now - 3 * minute],
      ["92.6", now - 2 * minute],
      ["92.6", now],
    ] as const) {
      fake.tell(`{"RUB":${rate}}`, new Date(when));
      await at.refresh();
    }
    expect(await stored(database)).toEqual([
      "USD/RUB 92.5 provider",
      "USD/RUB 92.6 provider",
      "USD/RUB 92.6 provider",
    ]);
  });

  it.each([
    ["zero", `{"RUB":0,"EUR":0.92}`, "zero"],
    ["negative", `{"RUB":-92.5,"EUR":0.92}`, "negative"],
    ["no number", `{"RUB":"much","EUR":0.92}`, "unreadable"],
    ["nothing", `{"EUR":0.92}`, "not_told"],
    ["too much to keep", `{"RUB":1e25,"EUR":0.92}`, "too_large"],
    ["a jump up", `{"RUB":138.76,"EUR":0.92}`, "jump"],
    ["a jump down", `{"RUB":46.24,"EUR":0.92}`, "jump"],
  ])("does not believe %s, and keeps the others", async (_name, told, problem) => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    await keepPairs(database, ["USD/RUB", "USD/EUR"]);
    fake.tell(`{"RUB":92.5,"EUR":0.91}`, new Date(Date.now() - minute));
    await at.refresh();
    fake.tell(told);
    await at.refresh();
    expect(await stored(database)).toEqual([
      "USD/RUB 92.5 provider",
      "USD/EUR 0.91 provider",
      "USD/EUR 0.92 provider",
    ]);
    expect(at.refusals()).toEqual([{ pair: "USD/RUB", problem, times: 1 }]);
  });

  it("believes what is a little ahead of its time, and nothing of tomorrow", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    await keepPairs(database, ["USD/RUB"]);
    fake.tell(`{"RUB":92.5}`, new Date(Date.now() + 6 * minute));
    await at.refresh();
    expect(at.refusals()).toEqual([{ pair: "USD/RUB", problem: "ahead_of_time", times: 1 }]);
    fake.tell(`{"RUB":92.6}`, new Date(Date.now() + 4 * minute));
    await at.refresh();
    expect(await stored(database)).toEqual(["USD/RUB 92.6 provider"]);
  });

  it("keeps no rate of a currency that is unknown or inactive", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    await keepPairs(database, ["USD/RUB", "USD/XAU", "USD/KZT"]);
    await database.db.update(currencies).set({ active: false }).where(eq(currencies.code, "KZT"));
    fake.tell(`{"RUB":92.5,"XAU":0.0003,"KZT":520}`);
    await at.refresh();
    expect(await stored(database)).toEqual(["USD/RUB 92.5 provider"]);
    expect(at.refusals()).toEqual([
      { pair: "USD/XAU", problem: "currency_unknown", times: 1 },
      { pair: "USD/KZT", problem: "currency_unknown", times: 1 },
    ]);
  });

  it("fails where the provider does, and stores nothing", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using at = await refreshing(database, fake);
    fake.say({ status: 500 });
    await expect(at.refresh()).rejects.toThrow("answered 500");
    expect(await stored(database)).toEqual([]);
  });

  it("by many processes at once stores once", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    await using one = await refreshing(database, fake);
    await using other = await refreshing(database, fake);
    for (let round = 1; round <= 5; round += 1) {
      fake.tell(good, new Date(Date.now() - (10 - round) * minute));
      await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? one : other).refresh()));
      expect(await stored(database)).toHaveLength(3 * round);
    }
  });
});

describe.each(queueBackends())("the job that refreshes rates on $name", (on) => {
  it("is done by a worker, whatever the provider failed with before", async () => {
    await using database = await testDatabase();
    await using fake = await fakeRates();
    fake.say({ status: 503 });
    const soon = { type: "fixed", ms: 50 } as const;
    const job = { ...refreshJob, schedule: undefined, attempts: 100, backoff: soon };
    await using worker = await testWorker(database, {
      jobs: { refresh: job },
      handlers: { refresh: refreshRates },
      on,
      env: { RATES_URL: fake.url },
    });
    await transaction(worker.services.db, (tx) => enqueue(tx, job, {}));
    await expect.poll(() => fake.asked.length, { timeout: 10_000 }).toBeGreaterThan(0);
    fake.tell(good);
    await expect.poll(() => stored(database), { timeout: 10_000 }).toHaveLength(3);
  });
});
