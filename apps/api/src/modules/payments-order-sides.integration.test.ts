import { randomUUID } from "node:crypto";
import { payIns, payOuts, traders } from "@mainstay/db";
import {
  call,
  leadPerson,
  payInWorld,
  payOutWorld,
  type TestApi,
  testApi,
  testDatabase,
  testTeam,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const span = {
  from: new Date(Date.now() - 10 * 86_400_000).toISOString(),
  until: new Date(Date.now() + 86_400_000).toISOString(),
};
async function itemsOf(api: TestApi, name: string, input: object, as: string): Promise<object[]> {
  const asked = { ...span, ...input };
  const { data, error } = await call(api.url, `payments.statistics.${name}`, asked, {
    as,
    by: "query",
  });
  if (error) throw new Error(JSON.stringify(error));
  return (data as { items: object[] }).items;
}
const usdt = (amount: string) => ({ amount, currency: "USDT" });

describe("what an order tells", () => {
  it("of a pay-in is the same in a list, by its id and as an answer: whose it is and its fee are for the merchant and support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create({ metadata: { basket: "7" } });
    const { merchantId, id: storeId } = world.store;
    const whole = { merchantId, storeId, metadata: { basket: "7" }, fee: usdt("5.000000") };
    const hidden = { merchantId: null, storeId: null, sessionId: null, metadata: {}, fee: null };
    const { merchant, trader, support } = world.as;
    const lead = await leadPerson(api, world.trader.teamId);
    for (const [as, told] of [
      [merchant, whole],
      [support, whole],
      [trader, hidden],
      [lead, hidden],
    ] as const) {
      const asked = { ...told, value: usdt("100.000000") };
      expect((await world.look("get", { orderId }, as)).data).toMatchObject(asked);
      expect((await world.look("list", {}, as)).data).toMatchObject({ items: [asked] });
    }
    const answer = await world.ask("confirm", { orderId }, trader);
    expect(answer.data).toMatchObject({ ...hidden, state: "completed" });
  });

  it("of a pay-out tells the trader and the lead its worth, and the merchant its value and fee", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { rate: "97" });
    const { id: orderId } = await world.create();
    const { merchantId, id: storeId } = world.store;
    const row = await world.row(orderId);
    expect(row.value - row.worth).toBe(1n);
    const whole = { merchantId, storeId, value: usdt("103.092784"), fee: { currency: "USDT" } };
    const hidden = { merchantId: null, storeId: null, value: null, fee: null, metadata: null };
    const worth = usdt("103.092783");
    const { merchant, trader, support } = world.as;
    const lead = await leadPerson(api, world.trader.teamId);
    for (const [as, told] of [
      [merchant, { ...whole, worth: null }],
      [support, { ...whole, worth }],
      [trader, { ...hidden, worth }],
      [lead, { ...hidden, worth }],
    ] as const) {
      expect((await world.look("get", { orderId }, as)).data).toMatchObject(told);
      expect((await world.look("list", {}, as)).data).toMatchObject({ items: [told] });
    }
    for (const step of ["accept", "startSending"]) {
      const { data } = await world.ask(step, { orderId }, trader);
      expect(data).toMatchObject({ ...hidden, worth });
    }
    const proof = { orderId, fileId: await world.proof(trader), bankReference: "SBP-1" };
    await world.ask("giveProof", proof, trader);
    await world.ask("acceptProof", { orderId }, merchant);
    const counted = { by: "method", direction: "pay_out" };
    for (const [as, value] of [
      [merchant, whole.value],
      [support, whole.value],
      [trader, worth],
      [lead, worth],
    ] as const)
      expect(await itemsOf(api, "orders", counted, as)).toMatchObject([{ completed: 1, value }]);
  });
});

describe("a trader who changed teams", () => {
  it("left what he did there to its lead, and the new one sees what he does since", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const done = async () => {
      const { id: orderId } = await world.create();
      expect((await world.ask("confirm", { orderId }, world.as.trader)).error).toBeNull();
    };
    await done();
    const { id: traderId } = world.trader;
    const team = await testTeam(database.db);
    const lead = await leadPerson(api, team.id);
    await database.db.update(traders).set({ teamId: team.id }).where(eq(traders.id, traderId));
    expect(await itemsOf(api, "turnover", { traderId }, lead)).toEqual([]);
    await done();
    const turnover = (as: string) => itemsOf(api, "turnover", { traderId }, as);
    expect(await turnover(lead)).toMatchObject([{ orders: 1 }]);
    for (const as of [world.as.trader, world.as.support])
      expect(await turnover(as)).toMatchObject([{ orders: 2 }]);
  });

  it("left his pay-outs there, too", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    const { trader, merchant } = world.as;
    for (const step of ["accept", "startSending"]) await world.ask(step, { orderId }, trader);
    const proof = { orderId, fileId: await world.proof(trader), bankReference: randomUUID() };
    await world.ask("giveProof", proof, trader);
    await world.ask("acceptProof", { orderId }, merchant);
    const { id: traderId } = world.trader;
    const team = await testTeam(database.db);
    const lead = await leadPerson(api, team.id);
    await database.db.update(traders).set({ teamId: team.id }).where(eq(traders.id, traderId));
    expect(await itemsOf(api, "turnover", { traderId }, lead)).toEqual([]);
    expect(await itemsOf(api, "turnover", { traderId }, trader)).toMatchObject([{ orders: 1 }]);
    expect(await database.db.$count(payOuts)).toBe(1);
  });
});

describe("a claim", () => {
  it("leaves the end where it was while it is looked into and where it is not upheld, and a reversal has its own", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { support, trader } = world.as;
    const { id: orderId } = await world.create();
    await world.ask("confirm", { orderId }, trader);
    const endedAt = new Date(Date.now() - 5 * 86_400_000);
    await database.db.update(payIns).set({ endedAt }).where(eq(payIns.id, orderId));
    const end = { endedAt: endedAt.toISOString() };
    const why = "as it was";
    const decide = (as: string) => world.ask("decide", { orderId, as, why }, support);
    const contest = () => world.ask("contest", { orderId, why }, support);
    expect((await contest()).data).toMatchObject({ state: "contested", ...end });
    expect((await decide("upheld")).data).toMatchObject({ state: "completed", ...end });
    const days = await itemsOf(api, "turnover", { traderId: world.trader.id }, trader);
    expect(days).toMatchObject([{ day: end.endedAt.slice(0, 10), orders: 1 }]);
    expect((await contest()).data).toMatchObject({ state: "contested", ...end });
    const { data } = await decide("reversed");
    expect(Date.parse((data as { endedAt: string }).endedAt)).toBeGreaterThan(endedAt.getTime());
  });
});
