import { randomUUID } from "node:crypto";
import { settlementCurrency, traderEarnings } from "@mainstay/contracts";
import {
  call,
  fund,
  fundTrader,
  leadPerson,
  payInWorld,
  type TestApi,
  testApi,
  testDatabase,
  testRequisite,
  testTrader,
  thrown,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const usdt = (amount: string) => ({ amount, currency: "USDT" });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.${name}`, input, { as, key: randomUUID() });
const balances = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.teams.balances", input, { as, by: "query" });

describe("a lead", () => {
  it("pauses and resumes the requisites of the team's traders, and they do so, too", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const lead = await leadPerson(api, world.trader.teamId);
    const requisiteId = world.requisite.id;
    const paused = await change(api, "requisites.pause", { requisiteId }, lead);
    expect(paused.data).toMatchObject({ state: "paused", number: null });
    expect((await world.create()).state).toBe("matching");
    const resumed = await change(api, "requisites.resume", { requisiteId }, world.as.trader);
    expect(resumed.data).toMatchObject({ state: "active" });
    expect((await change(api, "requisites.pause", { requisiteId }, lead)).error).toBeNull();
    expect((await change(api, "requisites.resume", { requisiteId }, lead)).data).toMatchObject({
      state: "active",
      number: null,
    });
    expect((await world.create()).state).toBe("assigned");
  });

  it("brings no requisite back that support has blocked, and reaches none of another team", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const trader = await testTrader(database.db);
    const lead = await leadPerson(api, trader.teamId);
    const blocked = await testRequisite(api.services, { traderId: trader.id, state: "blocked" });
    const foreign = await testRequisite(api.services);
    for (const name of ["requisites.pause", "requisites.resume"]) {
      expect((await change(api, name, { requisiteId: blocked.id }, lead)).error?.reason).toBe(
        "payments.requisite_blocked",
      );
      expect((await change(api, name, { requisiteId: foreign.id }, lead)).error?.reason).toBe(
        "payments.requisite_unknown",
      );
    }
  });

  it("sees pay-ins of the team and of no other", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id } = await world.create();
    const { teamId } = world.trader;
    const listed = async (as: string) => (await world.look("list", {}, as)).data;
    expect(await listed(await leadPerson(api, teamId))).toMatchObject({ items: [{ id }] });
    const { teamId: other } = await testTrader(database.db);
    expect(await listed(await leadPerson(api, other))).toMatchObject({ items: [] });
  });
});

describe("a team's balances", () => {
  it("are told for all its traders at once, also those who have nothing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { services } = api;
    const { teamId } = world.trader;
    const away = { name: "Away", onlineUntil: null, state: "paused" as const };
    const mate = await testTrader(database.db, { teamId, ...away });
    await fundTrader(services, (await testTrader(database.db)).id, 7_000_000n);
    const earnings = traderEarnings.of(world.trader.id, settlementCurrency);
    await fund({ reference: services.reference, fail: thrown }, database.db, earnings, 3_500_000n);
    await world.create();
    const nothing = usdt("0.000000");
    const items = [
      {
        traderId: mate.id,
        traderName: "Away",
        state: "paused",
        online: false,
        collateral: { balance: nothing, held: nothing, available: nothing },
        earnings: nothing,
        owed: nothing,
      },
      {
        traderId: world.trader.id,
        traderName: "Trader",
        state: "active",
        online: true,
        collateral: {
          balance: usdt("1000.000000"),
          held: usdt("100.000000"),
          available: usdt("900.000000"),
        },
        earnings: usdt("3.500000"),
        owed: nothing,
      },
    ];
    for (const as of [await leadPerson(api, teamId), world.as.support])
      expect((await balances(api, { teamId }, as)).data).toEqual({ items, nextCursor: null });
    const first = await balances(api, { teamId, limit: 1 }, world.as.support);
    const { nextCursor: cursor } = first.data as { nextCursor: string };
    const rest = await balances(api, { teamId, limit: 1, cursor }, world.as.support);
    expect([first.data, rest.data]).toEqual([
      { items: items.slice(0, 1), nextCursor: mate.id },
      { items: items.slice(1), nextCursor: null },
    ]);
    for (const as of [world.as.trader, world.as.merchant])
      expect((await balances(api, { teamId }, as)).error?.reason).toBe("request.forbidden");
  });
});
