import { randomUUID } from "node:crypto";
import { payIns } from "@mainstay/db";
import {
  call,
  leadPerson,
  merchantPerson,
  type PayInWorld,
  payInWorld,
  payOutWorld,
  type TestApi,
  testApi,
  testDatabase,
  testRequisite,
  testStore,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const today = new Date().toISOString().slice(0, 10);
const span = {
  from: new Date(Date.now() - 86_400_000).toISOString(),
  until: new Date(Date.now() + 86_400_000).toISOString(),
};
const rub = (amount: string) => ({ amount, currency: "RUB" });
const usdt = (amount: string) => ({ amount, currency: "USDT" });
const everyDimension = ["method", "bank", "trader", "store", "day"];
const why = "as it was";

const look = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.statistics.${name}`, { ...span, ...input }, { as, by: "query" });
async function itemsOf(api: TestApi, name: string, input: object, as: string): Promise<object[]> {
  const { data, error } = await look(api, name, input, as);
  if (error) throw new Error(JSON.stringify(error));
  return (data as { items: object[] }).items;
}

/** One that is confirmed a minute after it was paid, one in part, one that expired, one that was disputed first, one under way. */
async function fiveOf(world: PayInWorld): Promise<{ readonly disputed: string }> {
  const { api, as } = world;
  const made = async () => (await world.create()).id;
  const ask = async (procedure: string, input: object, by: string) => {
    const { error } = await world.ask(procedure, input, by);
    if (error) throw new Error(JSON.stringify(error));
  };
  const [confirmed, part, expired, disputed] = [
    await made(),
    await made(),
    await made(),
    await made(),
  ];
  await made();
  await ask("claimPaid", { orderId: confirmed }, as.merchant);
  await ask("confirm", { orderId: confirmed }, as.trader);
  const ofConfirmed = eq(payIns.id, confirmed);
  const [row] = await api.services.db.select().from(payIns).where(ofConfirmed);
  const claimedAt = new Date((row?.endedAt?.getTime() ?? 0) - 60_000);
  await api.services.db.update(payIns).set({ claimedAt }).where(ofConfirmed);
  await ask("reportSum", { orderId: part, received: rub("5000") }, as.trader);
  await ask("resolve", { orderId: part, as: "part", why }, as.support);
  await world.overdue(expired);
  await ask("claimPaid", { orderId: disputed }, as.merchant);
  await ask("dispute", { orderId: disputed, why }, as.trader);
  await ask("resolve", { orderId: disputed, as: "full", why }, as.support);
  return { disputed };
}
const figures = {
  currency: "RUB",
  orders: 5,
  ended: 4,
  completed: 3,
  conversionPercent: "75.00",
  volume: rub("25000.00"),
  value: usdt("250.000000"),
  disputed: 1,
  disputePercent: "20.00",
  confirmSeconds: { median: 60, p95: 60 },
};

describe("statistics of pay-ins", () => {
  it("say how they went, by each dimension, for support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await fiveOf(world);
    const { support } = world.as;
    const { store, trader } = world;
    for (const [by, key, name] of [
      ["method", "card", null],
      ["bank", "sber", null],
      ["trader", trader.id, trader.name],
      ["store", store.id, store.name],
      ["day", today, null],
    ] as const)
      expect(await itemsOf(api, "orders", { by }, support)).toEqual([{ key, name, ...figures }]);
    const filters = { storeId: store.id, traderId: trader.id, teamId: trader.teamId };
    expect(
      await itemsOf(
        api,
        "orders",
        { by: "day", ...filters, method: "card", currency: "RUB" },
        support,
      ),
    ).toHaveLength(1);
    expect(await itemsOf(api, "orders", { by: "day", method: "sbp" }, support)).toEqual([]);
    expect(await itemsOf(api, "orders", { by: "day", currency: "USD" }, support)).toEqual([]);
    const before = { from: "2020-01-01T00:00:00Z", until: "2020-12-31T00:00:00Z" };
    expect(await itemsOf(api, "orders", { by: "day", ...before }, support)).toEqual([]);
  });

  it("leave out of the completed ones what was reversed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { disputed: orderId } = await fiveOf(world);
    await world.ask("contest", { orderId, why }, world.as.support);
    await world.ask("decide", { orderId, as: "reversed", why }, world.as.support);
    expect(await itemsOf(api, "orders", { by: "method" }, world.as.support)).toMatchObject([
      { ended: 4, completed: 2, value: usdt("150.000000"), disputed: 1 },
    ]);
    const { teamId } = world.trader;
    const lead = await leadPerson(api, teamId);
    expect(await itemsOf(api, "commission", { teamId }, lead)).toMatchObject([
      { orders: 2, commission: usdt("0.750000") },
    ]);
  });

  it("are of what each side has, without what it may not know", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await fiveOf(world);
    const { merchant, trader } = world.as;
    const lead = await leadPerson(api, world.trader.teamId);
    const allowed = {
      [merchant]: ["method", "bank", "store", "day"],
      [trader]: ["method", "bank", "trader", "day"],
      [lead]: ["method", "bank", "trader", "day"],
    };
    for (const [as, dimensions] of Object.entries(allowed)) {
      for (const by of dimensions)
        expect(await itemsOf(api, "orders", { by }, as)).toMatchObject([figures]);
      for (const by of everyDimension.filter((one) => !dimensions.includes(one)))
        expect((await look(api, "orders", { by }, as)).error).toMatchObject({
          reason: "payments.statistic_not_yours",
          kind: "forbidden",
          details: { by, dimensions },
        });
    }
    const other = await testTrader(database.db);
    const store = await testStore(database.db);
    for (const as of [
      await merchantPerson(api, store.merchantId),
      await traderPerson(api, other.id),
      await leadPerson(api, other.teamId),
    ])
      expect(await itemsOf(api, "orders", { by: "day" }, as)).toEqual([]);
  });

  it("are of a time that has an end, and no more than 366 days", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { trader, as } = world;
    const queries = [
      ["orders", { by: "day" }, as.support],
      ["commission", { teamId: trader.teamId }, as.support],
      ["turnover", { traderId: trader.id }, as.trader],
    ] as const;
    for (const [name, input, by] of queries) {
      for (const wrong of [
        { from: "2025-01-01T00:00:00Z", until: "2026-01-03T00:00:00Z" },
        { from: "2026-01-01T00:00:00Z", until: "2026-01-01T00:00:00Z" },
      ])
        expect((await look(api, name, { ...input, ...wrong }, by)).error).toMatchObject({
          reason: "payments.statistic_span_unfit",
          details: { ...wrong, most: 366 },
        });
      const yearZero = { from: "0000-01-01T00:00:00Z", until: "0000-02-01T00:00:00Z" };
      const refused = await look(api, name, { ...input, ...yearZero }, by);
      expect(refused.error?.reason).toBe("request.invalid");
      const leapYear = { from: "2024-01-01T00:00:00Z", until: "2025-01-01T00:00:00Z" };
      expect(await itemsOf(api, name, { ...input, ...leapYear }, by)).toEqual([]);
    }
  });
});

describe("a lead's commission", () => {
  it("is told by trader and day, to the lead and support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await fiveOf(world);
    const { id: traderId, name: traderName, teamId } = world.trader;
    const lead = await leadPerson(api, teamId);
    const row = {
      day: today,
      traderId,
      traderName,
      direction: "pay_in",
      orders: 3,
      value: usdt("250.000000"),
      commission: usdt("1.250000"),
    };
    for (const as of [lead, world.as.support])
      expect(await itemsOf(api, "commission", { teamId }, as)).toEqual([row]);
    const mate = await testTrader(database.db, { teamId });
    expect(await itemsOf(api, "commission", { teamId, traderId: mate.id }, lead)).toEqual([]);
    for (const as of [world.as.merchant, world.as.trader])
      expect((await look(api, "commission", { teamId }, as)).error?.reason).toBe(
        "request.forbidden",
      );
  });
});

describe("a trader's turnover", () => {
  it("is told by day and requisite, to the trader, the lead and support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await fiveOf(world);
    const { trader, requisite, as } = world;
    const { id: traderId } = trader;
    const { id, numberMasked } = requisite;
    const row = {
      day: today,
      traderId,
      direction: "pay_in",
      requisite: { id, method: "card", numberMasked },
      currency: "RUB",
      orders: 3,
      volume: rub("25000.00"),
      value: usdt("250.000000"),
      earned: usdt("5.000000"),
    };
    for (const by of [as.trader, await leadPerson(api, trader.teamId), as.support]) {
      expect(await itemsOf(api, "turnover", { traderId }, by)).toEqual([row]);
      expect(await itemsOf(api, "turnover", { traderId, requisiteId: id }, by)).toEqual([row]);
    }
    const unused = await testRequisite(api.services, { traderId });
    expect(await itemsOf(api, "turnover", { traderId, requisiteId: unused.id }, as.trader)).toEqual(
      [],
    );
    const foreign = await testRequisite(api.services);
    for (const requisiteId of [foreign.id, randomUUID()])
      expect(
        (await look(api, "turnover", { traderId, requisiteId }, as.trader)).error,
      ).toMatchObject({
        reason: "payments.requisite_unknown",
        details: { requisiteId },
      });
    expect((await look(api, "turnover", { traderId }, as.merchant)).error?.reason).toBe(
      "request.forbidden",
    );
  });
});

describe("statistics of pay-outs", () => {
  it("say what was sent, for the merchant, the lead and the trader", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { trader, as } = world;
    const { id: orderId } = await world.create();
    const { id: waiting } = await world.create();
    await world.ask("cancel", { orderId: waiting }, as.merchant);
    for (const step of ["accept", "startSending"]) await world.ask(step, { orderId }, as.trader);
    const proof = { orderId, fileId: await world.proof(as.trader), bankReference: "SBP-1" };
    await world.ask("giveProof", proof, as.trader);
    await world.ask("acceptProof", { orderId }, as.merchant);
    const input = { by: "method", direction: "pay_out" };
    expect(await itemsOf(api, "orders", input, as.merchant)).toEqual([
      {
        key: "card",
        name: null,
        currency: "RUB",
        orders: 2,
        ended: 2,
        completed: 1,
        conversionPercent: "50.00",
        volume: rub("10000.00"),
        value: usdt("100.000000"),
        disputed: 0,
        disputePercent: "0.00",
        confirmSeconds: { median: expect.any(Number), p95: expect.any(Number) },
      },
    ]);
    const { id: traderId, teamId } = trader;
    expect(await itemsOf(api, "turnover", { traderId }, as.trader)).toMatchObject([
      { direction: "pay_out", requisite: null, volume: rub("10000.00"), earned: usdt("2.000000") },
    ]);
    expect(await itemsOf(api, "commission", { teamId }, as.support)).toMatchObject([
      { direction: "pay_out", orders: 1, commission: usdt("0.500000") },
    ]);
  });
});
