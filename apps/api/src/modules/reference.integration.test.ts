import { randomUUID } from "node:crypto";
import { requireCurrency } from "@mainstay/core";
import { auditRows, currencies } from "@mainstay/db";
import {
  call,
  queueBackends,
  testApi,
  testDatabase,
  testEnv,
  testKeys,
  testProcess,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const admin = testKeys.admin;
const names = { en: "Test", ru: "Тест" };
const placed = { active: true, position: 5 };
const gold = { code: "XAU", names, kind: "fiat", digits: 4, ...placed };
const items = {
  saveCurrency: gold,
  saveNetwork: { code: "TESTNET", names, ...placed },
  saveCountry: { code: "XX", names, ...placed },
  saveBank: { code: "test-bank", names, country: "KZ", ...placed },
  savePaymentMethod: { code: "test-card", names, kind: "card", currencies: ["RUB"], ...placed },
} as const;
type Save = keyof typeof items;
const saves = Object.keys(items) as Save[];
const listOf = {
  saveCurrency: ["currency", "currencies"],
  saveNetwork: ["network", "networks"],
  saveCountry: ["country", "countries"],
  saveBank: ["bank", "banks"],
  savePaymentMethod: ["payment_method", "paymentMethods"],
} as const;

interface Item {
  readonly code: string;
  readonly active?: boolean;
  readonly digits?: number;
  readonly names: { readonly en: string; readonly ru: string };
  readonly country?: string;
  readonly currencies?: readonly string[];
}
type Document = Record<string, Item[]>;

const save = (url: string, name: Save, input: object, as: string | null = admin) =>
  call(url, `platform.reference.${name}`, input, {
    ...(as === null ? {} : { as }),
    key: randomUUID(),
  });
const get = async (url: string) =>
  (await call(url, "platform.reference.get", undefined, { by: "query" })).data as Document;

async function listed(url: string, kind: string): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor: string | null = null; ;) {
    const input = { kind, limit: 100, cursor };
    const called = await call(url, "platform.reference.list", input, { as: admin, by: "query" });
    const page = called.data as { items: Item[]; nextCursor: string | null };
    found.push(...page.items);
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

describe("reference data", () => {
  it("is there from the beginning, and told to anybody", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const all = await get(api.url);
    const digits = Object.fromEntries((all["currencies"] ?? []).map((c) => [c.code, c.digits]));
    expect(digits).toMatchObject({ RUB: 2, USD: 2, JPY: 0, KWD: 3, USDT: 6, BTC: 8, ETH: 18 });
    expect(digits).toMatchObject({ TON: 9, TRX: 6, LTC: 8, PTS: 0 });
    expect(all["countries"]).toHaveLength(249);
    expect(all["countries"]?.[0]).toEqual({ code: "RU", names: { en: "Russia", ru: "Россия" } });
    expect(all["networks"]?.map(({ code }) => code)).toContain("TRC20");
    expect(all["banks"]?.length).toBeGreaterThanOrEqual(12);
    expect(all["paymentMethods"]).toContainEqual({
      code: "sbp",
      kind: "phone",
      currencies: ["RUB"],
      names: { en: "Faster payments (SBP)", ru: "СБП" },
    });
  });

  it.each(saves)("%s adds an item and changes it, each audited", async (name) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [kind, list] = listOf[name];
    const item = items[name];
    const added = await save(api.url, name, item);
    expect(added.data).toEqual({
      item: kind,
      ...item,
      changed: { at: expect.any(String), by: "static_key:admin" },
    });
    await expect.poll(async () => (await get(api.url))[list]?.[0]?.code).toBe(item.code);

    await save(api.url, name, { ...item, active: false });
    await expect.poll(async () => (await get(api.url))[list]?.[0]?.code).not.toBe(item.code);
    expect(await listed(api.url, kind)).toContainEqual(
      expect.objectContaining({ code: item.code, active: false }),
    );
    const rows = await database.db.select().from(auditRows).orderBy(auditRows.id);
    const { code, ...told } = item;
    const target = `${kind}:${code}`;
    expect(rows.map((row) => ({ target: row.target, changes: row.changes }))).toEqual([
      { target, changes: { from: null, to: told } },
      { target, changes: { from: told, to: { ...told, active: false } } },
    ]);
  });

  it("shows nothing that refers to what is inactive", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const before = await get(api.url);
    expect(before["banks"]).toContainEqual(expect.objectContaining({ country: "RU" }));
    await database.admin("update countries set active = false where code = 'RU'");
    await database.admin("update currencies set active = false where code = 'RUB'");
    // Any save has every process read them anew.
    await save(api.url, "saveNetwork", items.saveNetwork);
    await expect
      .poll(async () => (await get(api.url))["networks"]?.map(({ code }) => code))
      .toContain(items.saveNetwork.code);
    const after = await get(api.url);
    expect(after["banks"]?.filter(({ country }) => country === "RU")).toEqual([]);
    const methods = after["paymentMethods"] ?? [];
    expect(methods.flatMap(({ currencies }) => currencies)).not.toContain("RUB");
    expect(methods.map(({ code }) => code)).not.toContain("sbp");
  });

  it.each<readonly [string, Save, object, string, object]>([
    [
      "other digits of a currency",
      "saveCurrency",
      { ...gold, code: "USDT", digits: 2 },
      "platform.currency_digits_fixed",
      { currency: "USDT", digits: 6 },
    ],
    [
      "another kind of a currency",
      "saveCurrency",
      { ...gold, code: "USDT", digits: 6 },
      "platform.currency_kind_fixed",
      { currency: "USDT", kind: "crypto" },
    ],
    [
      "a bank of a country that is not there",
      "saveBank",
      { ...items.saveBank, country: "XX" },
      "platform.bank_country_unknown",
      { country: "XX" },
    ],
    [
      "a method in currencies that are not there",
      "savePaymentMethod",
      { ...items.savePaymentMethod, currencies: ["RUB", "NONE", "NIL"] },
      "platform.method_currency_unknown",
      { currencies: ["NONE", "NIL"] },
    ],
  ])("refuses %s, and changes nothing", async (_name, name, input, reason, details) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [kind] = listOf[name];
    const before = await listed(api.url, kind);
    const { error } = await save(api.url, name, input);
    expect(error).toMatchObject({ reason, details });
    expect(await listed(api.url, kind)).toEqual(before);
  });

  it.each<readonly [string, Save, object]>([
    ["a code in lower case", "saveCurrency", { ...gold, code: "xau" }],
    ["more digits than any currency has", "saveCurrency", { ...gold, digits: 19 }],
    ["negative digits", "saveCurrency", { ...gold, digits: -1 }],
    ["a country of three letters", "saveCountry", { ...items.saveCountry, code: "XXX" }],
    ["a code in upper case", "saveBank", { ...items.saveBank, code: "BANK" }],
    ["no name in one language", "saveNetwork", { ...items.saveNetwork, names: { en: "Test" } }],
    ["an empty name", "saveNetwork", { ...items.saveNetwork, names: { en: " ", ru: "Тест" } }],
    ...(["\u202e", "\u200f", "\u0007", "\u200b", "\u2028"] as const).map(
      (sign) =>
        [
          `a name with U+${sign.charCodeAt(0).toString(16)}`,
          "saveBank",
          { ...items.saveBank, names: { en: "Test", ru: `Те${sign}ст` } },
        ] as const,
    ),
    ["no currencies", "savePaymentMethod", { ...items.savePaymentMethod, currencies: [] }],
  ])("does not take %s", async (_name, name, input) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    expect((await save(api.url, name, input)).error?.reason).toBe("request.invalid");
  });

  it("is listed in pages by position and code, with who changed it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const all = await listed(api.url, "country");
    expect(all).toHaveLength(249);
    expect(new Set(all.map(({ code }) => code)).size).toBe(249);
    expect(all[0]).toMatchObject({ code: "RU", changed: { by: "system:seed" } });
    const wrong = { kind: "country", cursor: "nowhere" };
    const refused = await call(api.url, "platform.reference.list", wrong, {
      as: admin,
      by: "query",
    });
    expect(refused.error?.reason).toBe("request.invalid");
  });

  it.each(saves)("%s is for administrators only", async (name) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const asked = [testKeys.support, testKeys.customer, null];
    const refused = await Promise.all(asked.map((as) => save(api.url, name, items[name], as)));
    expect(refused.map(({ error }) => error?.reason)).toEqual([
      "request.forbidden",
      "request.forbidden",
      "request.unauthenticated",
    ]);
  });

  it("saved by many at once ends as one of them, and the audit tells all in turn", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const positions = Array.from({ length: 20 }, (_, n) => n + 1);
    const answers = await Promise.all(
      positions.map((position) => save(api.url, "saveCurrency", { ...gold, position })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const rows = await database.db.select({ changes: auditRows.changes }).from(auditRows);
    const next = new Map(
      rows.map(({ changes }) => {
        const { from, to } = changes as { from: { position: number } | null; to: typeof gold };
        return [from?.position ?? 0, to.position] as const;
      }),
    );
    expect(next.size).toBe(20);
    let at = 0;
    for (let step = 0; step < 20; step += 1) at = next.get(at) ?? Number.NaN;
    const [row] = await database.db.select().from(currencies).where(eq(currencies.code, "XAU"));
    expect(row?.position).toBe(at);
  });
});

describe.each(queueBackends())("reference data in a process on $name", (on) => {
  it("follows at once when another one changes it", async () => {
    await using database = await testDatabase();
    const redis = on.redisUrl === null ? {} : { redis: true };
    await using api = await testApi(database, { env: testEnv(database, redis) });
    await using other = await testProcess(database, { on });
    const { reference } = other.services;
    expect(await reference.currency("XAU")).toBeUndefined();
    expect((await reference.all()).currencies[0]?.code).toBe("RUB");
    // What is heard before a process listens is not heard; the age of the cache is for that.
    await expect
      .poll(
        async () => {
          await save(api.url, "saveCurrency", gold);
          return reference.currency("XAU");
        },
        { timeout: 5_000, interval: 50 },
      )
      .toMatchObject({ code: "XAU", digits: 4, active: true });
    await save(api.url, "saveCurrency", { ...gold, active: false });
    await expect
      .poll(() => reference.currency("XAU"), { timeout: 1_000, interval: 5 })
      .toMatchObject({ active: false });
    expect((await reference.all()).currencies.map(({ code }) => code)).not.toContain("XAU");
  });

  it("refuses by its code a currency that there is not", async () => {
    await using database = await testDatabase();
    await using process = await testProcess(database, { on });
    const { reference } = process.services;
    const fail = (error: Error): never => {
      throw error;
    };
    expect(await requireCurrency({ reference, fail }, "ETH")).toMatchObject({ digits: 18 });
    await expect(requireCurrency({ reference, fail }, "NONE")).rejects.toMatchObject({
      reason: "platform.currency_unknown",
      details: { currency: "NONE" },
    });
  });
});
