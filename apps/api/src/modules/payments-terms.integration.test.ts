import { randomUUID } from "node:crypto";
import { auditRows, paymentMethods, stores, storeTerms, traders } from "@mainstay/db";
import {
  adminPerson,
  type Called,
  call,
  merchantPerson,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testStore,
  testTeam,
  testTrader,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

interface Row {
  readonly direction: string;
  readonly currency: string;
  readonly method: string;
}
interface Listed {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}
const list = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.terms.list", input, { as, by: "query" });
const save = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.terms.save", input, { as, key: randomUUID() });
const update = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.traders.update", input, { as, key: randomUUID() });
const rub = (amount: string) => ({ amount, currency: "RUB" });
const usdt = (amount: string) => ({ amount, currency: "USDT" });

const agreed = {
  direction: "pay_in",
  currency: "RUB",
  method: "card",
  min: rub("100.00"),
  max: rub("5000.50"),
  feePercent: "4.25",
  feeFixed: usdt("0.500000"),
  active: true,
};

async function stage(terms: Partial<typeof storeTerms.$inferInsert> | null = null) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const { id: storeId, merchantId } = await testStore(database.db, { terms });
  const admin = await adminPerson(api);
  const dispose = () => stack.disposeAsync();
  return { database, api, storeId, merchantId, admin, [Symbol.asyncDispose]: dispose };
}

describe("terms", () => {
  it("are saved whole, again in place of what was, and the audit says from what to what", async () => {
    await using at = await stage();
    const { storeId, admin } = at;
    const made = await save(at.api, { storeId, ...agreed }, admin);
    expect(made.data).toEqual({ storeId, ...agreed });
    const next = { ...agreed, max: rub("7000.00"), feePercent: "0", feeFixed: usdt("0.000000") };
    const changed = await save(at.api, { storeId, ...next, active: false }, admin);
    expect(changed.data).toEqual({ storeId, ...next, active: false });
    expect(await at.database.db.select().from(storeTerms)).toEqual([
      {
        storeId,
        direction: "pay_in",
        currency: "RUB",
        method: "card",
        minAmount: 100_00n,
        maxAmount: 7_000_00n,
        feeMillionths: 0,
        feeFixed: 0n,
        active: false,
      },
    ]);
    const rows = await at.database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows).toMatchObject([
      { target: `store:${storeId}`, changes: { from: null, to: made.data } },
      { target: `store:${storeId}`, changes: { from: made.data, to: changed.data } },
    ]);
  });

  it("are seen by the store's own people, support and administrators, and saved by the last alone", async () => {
    await using at = await stage({});
    const { storeId, merchantId } = at;
    const own = await merchantPerson(at.api, merchantId);
    const support = await supportPerson(at.api);
    for (const as of [own, support, at.admin]) {
      const { items } = (await list(at.api, { storeId }, as)).data as Listed;
      expect(items).toHaveLength(4);
      expect(items[0]).toEqual({
        storeId,
        direction: "pay_in",
        currency: "RUB",
        method: "card",
        min: rub("100.00"),
        max: rub("100000.00"),
        feePercent: "5",
        feeFixed: usdt("0.000000"),
        active: true,
      });
    }
    for (const as of [own, support]) {
      const { error } = await save(at.api, { storeId, ...agreed }, as);
      expect(error?.reason).toBe("request.forbidden");
    }
  });

  it("of a store that is another's, or is none, are neither read nor saved", async () => {
    await using at = await stage();
    const other = await testStore(at.database.db);
    const own = await merchantPerson(at.api, at.merchantId);
    for (const storeId of [other.id, randomUUID()]) {
      const { error } = await list(at.api, { storeId }, own);
      expect(error).toMatchObject({ reason: "payments.store_unknown", details: { storeId } });
    }
    const { error } = await save(at.api, { storeId: randomUUID(), ...agreed }, at.admin);
    expect(error?.reason).toBe("payments.store_unknown");
  });

  it("are listed in pages, by direction, currency and method", async () => {
    await using at = await stage({});
    const { storeId, admin } = at;
    const kzt = {
      currency: "KZT",
      min: { ...agreed.min, currency: "KZT" },
      max: { ...agreed.max, currency: "KZT" },
    };
    await save(at.api, { storeId, ...agreed, ...kzt }, admin);
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const { items, nextCursor } = (await list(at.api, { storeId, limit: 2, cursor }, admin))
        .data as Listed;
      seen.push(...items.map((row) => `${row.direction} ${row.currency} ${row.method}`));
      cursor = nextCursor;
    }
    expect(seen).toEqual([
      "pay_in KZT card",
      "pay_in RUB card",
      "pay_in RUB sbp",
      "pay_out RUB card",
      "pay_out RUB sbp",
    ]);
    for (const cursor of ["elsewhere", Buffer.from("pay_in RUB").toString("base64url")]) {
      expect((await list(at.api, { storeId, cursor }, admin)).error?.reason).toBe(
        "request.invalid",
      );
    }
  });

  it.each([
    ["in an unknown currency", { currency: "NOPE" }, "platform.currency_unknown"],
    ["by an unknown method", { method: "nope" }, "payments.method_unknown"],
    ["by a method that is not paid in it", { method: "crypto" }, "payments.method_unfit"],
    ["with a least in another currency", { min: usdt("1") }, "payments.terms_currency_wrong"],
    ["with a most in another currency", { max: usdt("1") }, "payments.terms_currency_wrong"],
    ["with a fixed fee not in USDT", { feeFixed: rub("1") }, "payments.terms_currency_wrong"],
    ["with nothing as the least", { min: rub("0.00") }, "payments.terms_limits_wrong"],
    ["with less than nothing", { min: rub("-1") }, "payments.terms_limits_wrong"],
    ["with a most below the least", { max: rub("99.99") }, "payments.terms_limits_wrong"],
    ["with a negative fixed fee", { feeFixed: usdt("-1") }, "payments.terms_fee_negative"],
    ["with half a kopeck", { min: rub("100.005") }, "ledger.amount_too_precise"],
    ["with too fine a fixed fee", { feeFixed: usdt("0.0000001") }, "ledger.amount_too_precise"],
    ["with more than there is room for", { max: rub("9".repeat(30)) }, "ledger.amount_too_large"],
    ["with a whole as the fee", { feePercent: "100" }, "request.invalid"],
    ["with too fine a fee", { feePercent: "1.00001" }, "request.invalid"],
    ["with a negative fee", { feePercent: "-1" }, "request.invalid"],
  ])("are refused %s", async (_name, wrong, reason) => {
    await using at = await stage();
    const { storeId, admin } = at;
    const { error } = await save(at.api, { storeId, ...agreed, ...wrong }, admin);
    expect(error?.reason).toBe(reason);
    expect(await at.database.db.$count(storeTerms)).toBe(0);
  });

  it("for what is not payable any more are ended, and neither made nor kept up", async () => {
    await using at = await stage({});
    const { storeId, admin } = at;
    await at.database.db
      .update(paymentMethods)
      .set({ active: false })
      .where(eq(paymentMethods.code, "card"));
    const kept = await save(at.api, { storeId, ...agreed }, admin);
    expect(kept.error?.reason).toBe("payments.method_unknown");
    const ended = await save(at.api, { storeId, ...agreed, active: false }, admin);
    expect(ended.data).toMatchObject({ active: false });
    const other = await testStore(at.database.db, { terms: null });
    const input = { storeId: other.id, ...agreed, active: false };
    expect((await save(at.api, input, admin)).error?.reason).toBe("payments.method_unknown");
  });

  it("are one row where many save them at once", async () => {
    await using at = await stage();
    const { storeId, admin } = at;
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, count) =>
        save(at.api, { storeId, ...agreed, feePercent: `${count + 1}` }, admin),
      ),
    );
    expect(told.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await at.database.db.$count(storeTerms)).toBe(1);
    // Each tells the audit what it found: a chain from nothing to what stands now.
    const rows = await at.database.db.select().from(auditRows);
    const steps = rows.map(({ changes }) => changes as { from: { feePercent: string } | null });
    expect(new Set(steps.map(({ from }) => from?.feePercent ?? "none")).size).toBe(8);
  });
});

describe("fees", () => {
  const trader = { feeIn: 30_000, feeOut: 10_000 };
  const team = { commissionIn: 5_000, commissionOut: 5_000 };

  it("of a store cannot be less than what trader and lead get, in each direction for itself", async () => {
    await using at = await stage();
    const { storeId, admin } = at;
    const { id: teamId } = await testTeam(at.database.db, team);
    const { id: traderId } = await testTrader(at.database.db, { teamId, ...trader });
    const { error } = await save(at.api, { storeId, ...agreed, feePercent: "3.4999" }, admin);
    expect(error).toMatchObject({
      reason: "payments.fee_parts_exceed",
      kind: "precondition",
      details: { traderId, storeId, direction: "pay_in", parts: "3.5", fee: "3.4999" },
    });
    expect(error?.message).toContain(traderId);
    expect(await at.database.db.$count(storeTerms)).toBe(0);
    for (const [direction, feePercent, status] of [
      ["pay_in", "3.5", 200],
      ["pay_out", "1.4999", 412],
      ["pay_out", "1.5", 200],
    ] as const) {
      const input = { storeId, ...agreed, direction, feePercent };
      expect((await save(at.api, input, admin)).status).toBe(status);
    }
  });

  it("are not looked at where terms are inactive, the store is paused or the trader is blocked", async () => {
    await using at = await stage();
    const { storeId, admin } = at;
    const { id: teamId } = await testTeam(at.database.db, team);
    const { id: traderId } = await testTrader(at.database.db, { teamId, ...trader });
    const cheap = { storeId, ...agreed, feePercent: "1" };
    expect((await save(at.api, { ...cheap, active: false }, admin)).status).toBe(200);
    const { db } = at.database;
    await db.update(stores).set({ state: "paused" }).where(eq(stores.id, storeId));
    expect((await save(at.api, cheap, admin)).status).toBe(200);
    await db.update(traders).set({ state: "blocked" }).where(eq(traders.id, traderId));
    await db.update(stores).set({ state: "active" }).where(eq(stores.id, storeId));
    expect((await save(at.api, cheap, admin)).status).toBe(200);
    await db.update(traders).set({ state: "paused" }).where(eq(traders.id, traderId));
    expect((await save(at.api, cheap, admin)).error?.reason).toBe("payments.fee_parts_exceed");
  });

  it("of one side do not slip past the other's, where both are saved at once", async () => {
    await using at = await stage();
    const { admin } = at;
    const { id: teamId } = await testTeam(at.database.db, { commissionIn: 0, commissionOut: 0 });
    for (let round = 0; round < 8; round += 1) {
      const { db } = at.database;
      await db.update(traders).set({ state: "blocked" });
      await db.update(stores).set({ state: "paused" });
      const store = await testStore(db, { terms: null });
      const { id: traderId } = await testTrader(db, { teamId, feeIn: 10_000, feeOut: 10_000 });
      const before = { storeId: store.id, ...agreed, feePercent: "5" };
      expect((await save(at.api, before, admin)).status).toBe(200);
      const told = await Promise.all<Called>([
        save(at.api, { ...before, feePercent: "2" }, admin),
        update(at.api, { traderId, feeInPercent: "3" }, admin),
      ]);
      expect(told.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(told.flatMap(({ error }) => error?.reason ?? [])).toEqual([
        "payments.fee_parts_exceed",
      ]);
    }
  });
});
