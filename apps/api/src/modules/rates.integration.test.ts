import { randomUUID } from "node:crypto";
import { auditRows, currencies, rates, rateUses } from "@mainstay/db";
import {
  call,
  type TestDatabase,
  testApi,
  testDatabase,
  testDoors,
  testKeys,
  testPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const pair = { base: "USD", quote: "RUB" };
const { admin, support, customer } = testKeys;

const set = (url: string, input: object, as: string | null = admin, key: string = randomUUID()) =>
  call(url, "platform.rates.set", input, { key, ...(as === null ? {} : { as }) });
const ask = (url: string, name: string, input: object, as: string | null) =>
  call(url, `platform.rates.${name}`, input, { by: "query", ...(as === null ? {} : { as }) });

async function told({ db }: TestDatabase, quote: string, rate: string, minutesAgo: number) {
  const takenAt = new Date(Date.now() - minutesAgo * 60_000);
  const [row] = await db
    .insert(rates)
    .values({ base: "USD", quote, rate, source: "provider", takenAt, createdAt: new Date() })
    .returning();
  if (!row) throw new Error("no rate was inserted");
  return row;
}

describe("a rate that is typed in", () => {
  it("counts at once, and is told to whoever is signed in, without who typed it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const made = await set(api.url, { ...pair, rate: "92.50" });
    expect(made.data).toEqual({
      id: expect.any(String),
      ...pair,
      rate: "92.5",
      source: "typed",
      by: "static_key:admin",
      takenAt: expect.any(String),
      createdAt: expect.any(String),
    });
    const { data } = await ask(api.url, "list", {}, customer);
    const { by: _by, createdAt: _at, ...shown } = made.data as Record<string, unknown>;
    expect(data).toEqual({ items: [{ ...shown, stale: false }], nextCursor: null });
    const [row] = await database.db.select().from(auditRows);
    expect(row).toMatchObject({ target: "rate:USD/RUB", changes: { from: null, to: "92.5" } });
  });

  it("is made once for one key", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const twice = [1, 2].map(() => set(api.url, { ...pair, rate: "92.5" }, admin, "one-key"));
    const answers = await Promise.all(twice);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    const again = await set(api.url, { ...pair, rate: "92.5" }, admin, "one-key");
    expect(again.status).toBe(200);
    expect(await database.db.$count(rates)).toBe(1);
  });

  it.each<readonly [string, object, string, object]>([
    ["zero", { rate: "0.000" }, "platform.rate_invalid", { rate: "0.000", problem: "is zero" }],
    ["a negative one", { rate: "-1" }, "platform.rate_invalid", { problem: "is negative" }],
    [
      "what is no number",
      { rate: "1,5" },
      "platform.rate_invalid",
      { problem: "is no number in digits" },
    ],
    [
      "an exponent",
      { rate: "1e2" },
      "platform.rate_invalid",
      { problem: "is no number in digits" },
    ],
    [
      "too many decimals",
      { rate: "1.0000000000001" },
      "platform.rate_invalid",
      { problem: "has more than 12 decimals" },
    ],
    [
      "what is too large",
      { rate: "1000000000000000000" },
      "platform.rate_invalid",
      { problem: "is too large" },
    ],
    ["one currency twice", { quote: "USD" }, "platform.rate_same_currency", { currency: "USD" }],
    ["an unknown base", { base: "XAU" }, "platform.currency_unknown", { currency: "XAU" }],
    ["an unknown quote", { quote: "XAU" }, "platform.currency_unknown", { currency: "XAU" }],
    ["an inactive currency", { quote: "KZT" }, "platform.currency_inactive", { currency: "KZT" }],
    ["a code that is none", { quote: "rub" }, "request.invalid", {}],
  ])("is refused for %s, and nothing is stored", async (_name, changed, reason, details) => {
    await using database = await testDatabase();
    await database.db.update(currencies).set({ active: false }).where(eq(currencies.code, "KZT"));
    await using api = await testApi(database);
    const { error } = await set(api.url, { ...pair, rate: "92.5", ...changed });
    expect(error).toMatchObject({ reason, details });
    expect(await database.db.$count(rates)).toBe(0);
  });

  it.each(["138.750000000001", "46.24"])("that jumps to %s is asked about", async (rate) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await set(api.url, { ...pair, rate: "92.5" });
    const refused = await set(api.url, { ...pair, rate });
    expect(refused.error).toMatchObject({
      reason: "platform.rate_jump",
      details: { ...pair, rate, last: "92.5", limitPercent: 50 },
    });
    const confirmed = await set(api.url, { ...pair, rate, confirm: true });
    expect(confirmed.data).toMatchObject({ rate });
    expect(await database.db.$count(rates)).toBe(2);
  });

  it("is newer than what the provider told, though that one's clock is ahead", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await told(database, "RUB", "92.5", -3);
    await set(api.url, { ...pair, rate: "95" });
    const { data } = await ask(api.url, "list", {}, customer);
    expect(data).toMatchObject({ items: [{ rate: "95", source: "typed" }] });
  });

  it("by many at once is stored each, one after the other", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const values = Array.from({ length: 20 }, (_, n) => String(90 + n));
    const answers = await Promise.all(values.map((rate) => set(api.url, { ...pair, rate })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const rows = await database.db.select({ changes: auditRows.changes }).from(auditRows);
    const next = new Map(
      rows.map(({ changes }) => {
        const { from, to } = changes as { from: string | null; to: string };
        return [from, to] as const;
      }),
    );
    let last: string | null = null;
    for (let step = 0; step < 20; step += 1) last = next.get(last) ?? null;
    const { data } = await ask(api.url, "list", {}, admin);
    expect(data).toMatchObject({ items: [{ rate: last }] });
  });

  it("needs the permission, held now", async () => {
    await using at = await testDoors();
    const { url } = at.api;
    const input = { ...pair, rate: "92.5" };
    const refused = await Promise.all([
      set(url, input, support),
      set(url, input, customer),
      set(url, input, null),
    ]);
    expect(refused.map(({ error }) => error?.reason)).toEqual([
      "request.forbidden",
      "request.forbidden",
      "request.unauthenticated",
    ]);
    const person = await testPerson(at, "admin");
    expect((await set(url, input, person.as)).status).toBe(200);
    const [row] = await at.database.db.select().from(rates);
    expect(row?.source).toBe(`account:${person.id}`);
  });
});

describe("the rates that stand", () => {
  it("are the newest of each pair, in pages, with whether they are too old", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await told(database, "RUB", "90", 5);
    await told(database, "RUB", "92.5", 2);
    await told(database, "RUB", "91", 3);
    await told(database, "EUR", "0.92", 61);
    await told(database, "KZT", "520", 59);
    const shown: object[] = [];
    for (let cursor: string | null = null; ;) {
      const { data } = await ask(api.url, "list", { limit: 1, cursor }, customer);
      const page = data as { items: object[]; nextCursor: string | null };
      shown.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(shown).toMatchObject([
      { quote: "EUR", rate: "0.92", stale: true, source: "provider" },
      { quote: "KZT", rate: "520", stale: false },
      { quote: "RUB", rate: "92.5", stale: false },
    ]);
    expect(shown).toHaveLength(3);
    const wrong = await ask(api.url, "list", { cursor: "USD/XAU" }, customer);
    expect(wrong.error?.reason).toBe("request.invalid");
    expect((await ask(api.url, "list", {}, null)).error?.reason).toBe("request.unauthenticated");
  });
});

describe("what rates were", () => {
  it("is told of a pair newest first, in pages, with who typed them", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    for (let n = 5; n > 0; n -= 1) await told(database, "RUB", String(90 + n), n);
    await told(database, "EUR", "0.92", 1);
    await set(api.url, { ...pair, rate: "90" });
    const found: string[] = [];
    for (let cursor: string | null = null; ;) {
      const { data } = await ask(api.url, "history", { ...pair, limit: 2, cursor }, support);
      const page = data as { items: { rate: string; by: string }[]; nextCursor: string | null };
      found.push(...page.items.map(({ rate, by }) => `${rate} ${by}`));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(found).toEqual([
      "90 static_key:admin",
      "91 null",
      "92 null",
      "93 null",
      "94 null",
      "95 null",
    ]);
  });

  it("is told of each use", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const rate = await told(database, "RUB", "92.5", 1);
    const at = new Date();
    await database.db.insert(rateUses).values([
      { rateId: rate.id, usedFor: "order:1", at },
      { rateId: rate.id, usedFor: "order:1", at },
      { rateId: rate.id, usedFor: "order:2", at },
    ]);
    const first = await ask(api.url, "uses", { usedFor: "order:1", limit: 1 }, support);
    const page = first.data as { items: { id: string }[]; nextCursor: string };
    expect(page.items).toMatchObject([{ usedFor: "order:1", rate: { id: rate.id, rate: "92.5" } }]);
    const input = { usedFor: "order:1", cursor: page.nextCursor };
    const second = (await ask(api.url, "uses", input, support)).data as typeof page;
    expect(second.items).toHaveLength(1);
    expect(second.items[0]?.id).not.toBe(page.items[0]?.id);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ["history", pair],
    ["uses", { usedFor: "order:1" }],
  ])("(%s) is for support", async (name, input) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const asked = await Promise.all(
      [support, customer, null].map((as) => ask(api.url, name, input, as)),
    );
    expect(asked.map(({ error }) => error?.reason)).toEqual([
      undefined,
      "request.forbidden",
      "request.unauthenticated",
    ]);
  });
});
