import { randomUUID } from "node:crypto";
import {
  addTestEntry,
  call,
  endTestEntry,
  liftTestEntry,
  payInWorld,
  type TestApi,
  testApi,
  testDatabase,
  testStore,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const why = "it was reported by its owner";
const card = { kind: "requisite", method: "card", number: "4111 1111 1111 1111" };
const add = (api: TestApi, subject: object, more: object = {}) =>
  addTestEntry(api, { subject, why, ...more });

describe("a listed payer", () => {
  it("gets no order at that merchant, until the entry is lifted or over", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { merchantId } = world.store;
    const stateOf = async (payer: object) => (await world.create({ payer })).state;
    const ann = { kind: "payer", merchantId, payerId: "ann" };
    const entry = await add(api, ann);
    const { id: orderId, ...refused } = await world.create({ payer: { id: " ann " } });
    expect(refused).toMatchObject({ state: "rejected", requisite: null, deadline: null });
    expect((await world.look("get", { orderId }, world.as.support)).data).toMatchObject({
      fraud: { score: 100, rules: ["payer_listed"] },
    });
    expect((await world.look("get", { orderId }, world.as.merchant)).data).toMatchObject({
      fraud: null,
    });
    expect(await stateOf({ id: "bob" })).toBe("assigned");
    await liftTestEntry(api, entry);
    expect(await stateOf({ id: "ann" })).toBe("assigned");
    await endTestEntry(api, await add(api, ann, { days: 1 }));
    expect(await stateOf({ id: "ann" })).toBe("assigned");
    await add(api, ann, { days: 1 });
    expect(await stateOf({ id: "ann" })).toBe("rejected");
  });

  it("of one merchant is not another merchant's payer of the same name", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const other = await testStore(database.db);
    await add(api, { kind: "payer", merchantId: other.merchantId, payerId: "ann" });
    expect(await world.create({ payer: { id: "ann" } })).toMatchObject({ state: "assigned" });
  });

  it("by its network gets none at any merchant", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await add(api, { kind: "ip", ip: "2001:db8:1:2::7" });
    const from = async (ip: string) => (await world.create({ payer: { id: "ann", ip } })).state;
    expect(await from("2001:db8:1:2:ffff::1")).toBe("rejected");
    expect(await from("2001:db8:1:3::7")).toBe("assigned");
    await add(api, { kind: "ip", ip: "203.0.113.7" });
    expect(await from("::ffff:203.0.113.7")).toBe("rejected");
  });
});

describe("what a payer does", () => {
  it("hastily and over and over again is looked at by support", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const states: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const amount = n < 2 ? "1000" : `${1_000 + n}`;
      const { state } = await world.create({
        payer: { id: "ann" },
        money: { amount: n >= 6 ? "1000" : amount, currency: "RUB" },
      });
      states.push(state);
    }
    // Six orders are hasty (40), and the fourth of a sum is repeated, too (30).
    expect(states).toEqual([...Array.from({ length: 7 }, () => "assigned"), "in_review"]);
  });
});

describe("a listed number", () => {
  it("becomes no requisite while it is listed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId } = await testTrader(database.db);
    const as = await traderPerson(api, traderId);
    const create = async (number: string) => {
      const rub = (amount: string) => ({ amount, currency: "RUB" });
      const input = { traderId, method: "card", bank: null, holder: "IVAN PETROV", number };
      const limits = { min: rub("100"), max: rub("1000") };
      const { error } = await call(
        api.url,
        "payments.requisites.create",
        { ...input, ...limits },
        { as, key: randomUUID() },
      );
      return error?.reason ?? "created";
    };
    const entry = await add(api, card);
    expect(await create("4111111111111111")).toBe("payments.requisite_refused");
    expect(await create("5555 5555 5555 4444")).toBe("created");
    await liftTestEntry(api, entry);
    expect(await create("4111111111111111")).toBe("created");
  });
});
