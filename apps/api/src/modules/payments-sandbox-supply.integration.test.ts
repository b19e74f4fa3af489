import { randomUUID } from "node:crypto";
import { settlementCurrency, traderCollateral } from "@mainstay/contracts";
import { postJournal, reconcile } from "@mainstay/core";
import {
  files,
  payIns,
  rates,
  requisites,
  storeTerms,
  teams,
  traders,
  traderTurns,
} from "@mainstay/db";
import {
  adminPerson,
  call,
  fundTrader,
  merchantPerson,
  move,
  outside,
  productionVariables,
  sandboxWorld,
  supportPerson,
  testApi,
  testDatabase,
  testEnv,
  testKeys,
  testRequisite,
  testStore,
  testTrader,
  thrown,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

describe("payments.sandbox.supply", () => {
  it("makes all that an order needs of nothing, and what it makes is in the books", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { data, error } = await world.supply();
    expect(error).toBeNull();
    expect(data).toMatchObject({
      trader: { name: "Sandbox: Shop", collateral: { amount: "1000000.000000" } },
      requisite: { number: expect.stringMatching(/^•••• \d{4}$/) },
      terms: [
        { direction: "pay_in", method: "card", currency: "RUB", active: true },
        { direction: "pay_out", method: "card", currency: "RUB", active: true },
      ],
      rate: "100",
      made: ["team", "trader", "requisite", "terms", "rate", "collateral"],
    });
    expect(await world.payIn()).toMatchObject({ state: "assigned" });
    expect(await world.payOut()).toMatchObject({ state: "offered" });
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("makes nothing the second time, and for another method only what that needs", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const first = await world.supply();
    const second = await world.supply();
    expect(second.data).toEqual({ ...(first.data as object), made: [] });
    expect((await world.supply({ method: "sbp" })).data).toMatchObject({
      made: ["requisite", "terms"],
    });
    expect((await world.supply({ method: "account", currency: "EUR" })).data).toMatchObject({
      made: ["requisite", "terms", "rate"],
    });
    expect(await api.services.db.$count(traders)).toBe(1);
    expect(await world.payIn({ method: "sbp" })).toMatchObject({ state: "assigned" });
  });

  it("of many at once makes it once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { id: storeId } = await testStore(api.services.db, {
      merchantId: world.store.merchantId,
      terms: null,
    });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => world.supply(at % 2 === 0 ? {} : { storeId })),
    );
    expect(all.map(({ error }) => error)).toEqual(Array.from({ length: 8 }, () => null));
    const { db } = api.services;
    expect(await db.$count(teams)).toBe(1);
    expect(await db.$count(traders)).toBe(1);
    expect(await db.$count(requisites)).toBe(1);
    expect(await db.$count(rates)).toBe(1);
    expect(await db.$count(storeTerms)).toBe(4);
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("leaves terms and a rate as they were agreed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { db } = api.services;
    const { id: storeId } = await testStore(db, { merchantId: world.store.merchantId });
    const rate = { base: "USDT", quote: "RUB", rate: "80" };
    await call(api.url, "platform.rates.set", rate, { as: testKeys.admin, key: randomUUID() });
    expect((await world.supply({ storeId })).data).toMatchObject({
      rate: "80",
      terms: [{ feePercent: "5" }, { feePercent: "5" }],
      made: ["team", "trader", "requisite", "collateral"],
    });
    expect(await world.payIn({ storeId })).toMatchObject({ state: "assigned" });
  });

  it("says a rate again that is too old to be used", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const long = new Date(Date.now() - 90 * 86_400_000);
    const told = { base: "USDT", quote: "RUB", rate: "80", source: "test" };
    await api.services.db.insert(rates).values({ ...told, takenAt: long, createdAt: long });
    const { data } = await world.supply();
    expect(data).toMatchObject({ rate: "80", made: expect.arrayContaining(["rate"]) });
    expect(await world.payIn()).toMatchObject({ state: "assigned" });
  });

  it("fills up the collateral that orders have used, and brings back who was sent away", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { data } = await world.supply();
    const { id: traderId } = (data as { trader: { id: string } }).trader;
    const { db, reference } = api.services;
    const collateral = traderCollateral.of(traderId, settlementCurrency);
    const spent = move(collateral, outside(), 600_000n * 1_000_000n);
    await postJournal({ reference, fail: thrown }, db, spent);
    await call(
      api.url,
      "payments.traders.goOffline",
      { traderId },
      { as: testKeys.admin, key: randomUUID() },
    );
    expect(await world.payIn()).toMatchObject({ state: "matching" });
    expect((await world.supply()).data).toMatchObject({
      trader: { collateral: { amount: "1000000.000000" } },
      made: ["collateral"],
    });
    expect(await world.payIn()).toMatchObject({ state: "assigned" });
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("makes another requisite where its own takes no orders any more", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    await api.services.db.update(requisites).set({ state: "blocked" });
    expect((await world.supply()).data).toMatchObject({ made: ["requisite"] });
  });

  it("whom it makes serves the stores of that merchant, and nobody else's", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = api.services;
    const [one, other] = [await sandboxWorld(api), await sandboxWorld(api)];
    await one.supply();
    const terms = await testStore(db, { merchantId: other.store.merchantId });
    expect(await other.payIn({ storeId: terms.id })).toMatchObject({ state: "matching" });
    expect(await other.payOut({ storeId: terms.id })).toMatchObject({ state: "matching" });
  });

  it("where a store has chosen who serves it, he does once it is asked for, unless he is denied", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { data } = await world.supply();
    const { id: own } = (data as { trader: { id: string } }).trader;
    const { id: other } = await testTrader(api.services.db);
    const as = await supportPerson(api);
    const set = (traderId: string, rule: string) =>
      call(
        api.url,
        "payments.storeTraders.set",
        { storeId: world.store.id, traderId, rule },
        { as, key: randomUUID() },
      );
    await set(other, "allow");
    expect(await world.payIn()).toMatchObject({ state: "matching" });
    expect((await world.supply()).data).toMatchObject({ made: ["place"] });
    expect((await world.supply()).data).toMatchObject({ made: [] });
    expect(await world.payIn()).toMatchObject({ state: "assigned" });
    await set(own, "deny");
    expect((await world.supply()).data).toMatchObject({ made: [] });
    expect(await world.payIn()).toMatchObject({ state: "matching" });
  });

  it("stays in turn without saying that it is here", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await world.supply();
    const [turn] = await api.services.db.select().from(traderTurns);
    expect(turn).toMatchObject({ ready: true });
    const [trader] = await api.services.db.select().from(traders);
    expect(trader?.onlineUntil?.getTime()).toBeGreaterThan(Date.now() + 365 * 86_400_000);
  });

  it("refuses what nothing can be made for", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const reasonOf = async (input: object) => (await world.supply(input)).error?.reason;
    expect(await reasonOf({ method: "cash" })).toBe("payments.requisite_method_unfit");
    expect(await reasonOf({ method: "nothing" })).toBe("payments.method_unknown");
    expect(await reasonOf({ method: "sbp", currency: "EUR" })).toBe("payments.method_unfit");
    expect(await reasonOf({ currency: "XXX" })).toBe("platform.currency_unknown");
    expect(await reasonOf({ storeId: randomUUID() })).toBe("payments.store_unknown");
    expect(await api.services.db.$count(traders)).toBe(0);
  });

  it("makes no terms that do not pay for who else may serve the store", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    await testTrader(api.services.db, { feeIn: 60_000 });
    expect((await world.supply()).error).toMatchObject({
      reason: "payments.sandbox_terms_unfit",
      details: { storeId: world.store.id, fee: "5" },
    });
    expect(await api.services.db.$count(storeTerms)).toBe(0);
  });

  it("is for whoever acts for the merchant, by a key as well", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await sandboxWorld(api);
    const { merchantId } = world.store;
    const scope = { kind: "merchant", id: merchantId };
    const made = await call(
      api.url,
      "identity.apiKeys.create",
      { scope, name: "Tests", permissions: ["payments.sandbox.use"] },
      { as: testKeys.admin, key: randomUUID() },
    );
    const { key } = made.data as { key: string };
    expect((await world.supply({}, key)).error).toBeNull();
    const foreign = await merchantPerson(api, randomUUID());
    expect((await world.supply({}, foreign)).error?.reason).toBe("payments.store_unknown");
    const trader = await traderPerson(api, randomUUID());
    expect((await world.supply({}, trader)).error?.reason).toBe("request.forbidden");
    const [row] = await api.services.db.select().from(rates);
    expect(row?.source).toBe(`sandbox:${merchantId}`);
  });

  it("in production nobody plays: nothing is made and nothing moves", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { env: testEnv(database, productionVariables) });
    const world = await sandboxWorld(api);
    const { merchantId } = world.store;
    const { id: storeId } = await testStore(api.services.db, { merchantId });
    const { id: traderId } = await testTrader(api.services.db);
    await testRequisite(api.services, { traderId });
    await fundTrader(api.services, traderId, 1_000_000_000n);
    const rate = { base: "USDT", quote: "RUB", rate: "100" };
    await call(api.url, "platform.rates.set", rate, { as: await adminPerson(api) });
    const [payIn, payOut] = [await world.payIn({ storeId }), await world.payOut({ storeId })];
    expect([payIn, payOut]).toMatchObject([{ state: "assigned" }, { state: "offered" }]);
    const asked: readonly (readonly [string, object])[] = [
      ["supply", { storeId, currency: "RUB", method: "card" }],
      ["playPayIn", { orderId: payIn.id, event: "trader_confirms" }],
      ["playPayOut", { orderId: payOut.id, event: "trader_proves", bankReference: "1" }],
    ];
    for (const [name, input] of asked) {
      const { error } = await world.ask(`payments.sandbox.${name}`, input);
      expect(error).toMatchObject({ reason: "payments.sandbox_only", kind: "precondition" });
    }
    expect(await api.services.db.$count(traders)).toBe(1);
    expect(await api.services.db.$count(files)).toBe(0);
    expect(await api.services.db.select({ state: payIns.state }).from(payIns)).toEqual([
      { state: "assigned" },
    ]);
  });
});
