import { randomUUID } from "node:crypto";
import { payIns, requisiteDays, requisites, requisiteSlots, traderTurns } from "@mainstay/db";
import {
  call,
  leadPerson,
  merchantPerson,
  type PayInView,
  payInWorld,
  testApi,
  testDatabase,
  testStore,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

/** What a world has before anything happened. */
const before = { "platform.external": 1_000_000_000n, "trader.collateral": 1_000_000_000n };

describe("a pay-in", () => {
  it("is assigned at once, paid, confirmed, and everybody has their part", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const order = await world.create({ reference: "A-1", metadata: { cart: 7 } });
    expect(order).toMatchObject({
      state: "assigned",
      reference: "A-1",
      metadata: { cart: 7 },
      money: { amount: "10000.00", currency: "RUB" },
      payable: { amount: "10000.00", currency: "RUB" },
      value: { amount: "100.000000", currency: "USDT" },
      fee: { amount: "5.000000", currency: "USDT" },
      traderId: null,
      fraud: null,
      requisite: { method: "card", holder: "IVAN PETROV", number: world.requisite.numberMasked },
    });
    expect(JSON.stringify(order)).not.toContain(world.requisite.number);
    expect(await world.heldOf(world.trader.id)).toBe(100_000_000n);
    const { id: orderId } = order;
    const paid = await world.ask("claimPaid", { orderId }, world.as.merchant);
    expect(paid.data).toMatchObject({ state: "paid_claimed" });
    const confirmed = await world.ask("confirm", { orderId }, world.as.trader);
    expect(confirmed.data).toMatchObject({ state: "completed", traderId: world.trader.id });
    expect(await world.money()).toEqual({
      "platform.external": 1_000_000_000n,
      "trader.collateral": 900_000_000n,
      "trader.earnings": 2_000_000n,
      "team.earnings": 500_000n,
      "platform.fees": 2_500_000n,
      "merchant.balance": 95_000_000n,
    });
    expect(await world.heldOf(world.trader.id)).toBe(0n);
    const history = await world.look("history", { orderId }, world.as.support);
    const { items } = history.data as { items: { event: string; to: string }[] };
    expect(items.map(({ event, to }) => `${event} ${to}`)).toEqual([
      "create matching",
      "assign assigned",
      "claim_paid paid_claimed",
      "confirm completed",
    ]);
  });

  it("that is confirmed twice, with other keys and at once, pays once and answers the same", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.ask("confirm", { orderId }, world.as.trader)),
    );
    const [first] = answers;
    for (const { data } of answers) expect(data).toEqual(first?.data);
    expect(first?.data).toMatchObject({ state: "completed", sequence: 3 });
    expect(await world.money()).toMatchObject({ "merchant.balance": 95_000_000n });
  });

  it.each([
    ["cancelled", "cancelled"],
    ["overdue", "expired"],
  ])(
    "that is %s before it is paid gives the collateral back and frees its place",
    async (how, state) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const world = await payInWorld(api);
      const { id: orderId } = await world.create();
      if (how === "cancelled") await world.ask("cancel", { orderId }, world.as.merchant);
      else await world.overdue(orderId);
      const { data } = await world.look("get", { orderId }, world.as.merchant);
      expect(data).toMatchObject({ state, deadline: null, lateUntil: expect.any(String) });
      expect(await world.heldOf(world.trader.id)).toBe(0n);
      expect(await world.money()).toEqual(before);
      const [requisite] = await api.services.db.select().from(requisites);
      expect(requisite).toMatchObject({ liveOrders: 0 });
      const [day] = await api.services.db.select().from(requisiteDays);
      expect(day).toMatchObject({ count: 0, sum: 0n });
      // Its sum stays taken for as long as late money may come.
      const [slot] = await api.services.db.select().from(requisiteSlots);
      expect(slot?.releasedAt?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
      expect((await world.create()).payable).toEqual({ amount: "10000.01", currency: "RUB" });
    },
  );

  it("is not given back by a timer after the payer said that it is paid", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.ask("claimPaid", { orderId }, world.as.merchant);
    await world.overdue(orderId);
    const { data } = await world.look("get", { orderId }, world.as.merchant);
    expect(data).toMatchObject({ state: "disputed" });
    expect(await world.heldOf(world.trader.id)).toBe(100_000_000n);
    await world.ask(
      "resolve",
      { orderId, as: "unpaid", why: "no such transfer" },
      world.as.support,
    );
    expect(await world.money()).toEqual(before);
    expect(await world.heldOf(world.trader.id)).toBe(0n);
  });

  it("that came in part is settled in part, fees in proportion, and the rest goes back", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const received = { amount: "3333.33", currency: "RUB" };
    const told = await world.ask("reportSum", { orderId, received }, world.as.trader);
    expect(told.data).toMatchObject({ state: "amount_review", received });
    const resolve = { orderId, as: "part", why: "the bank's statement says so" };
    const { data } = await world.ask("resolve", resolve, world.as.support);
    expect(data).toMatchObject({ state: "partial", received });
    const { data: own } = await world.look("get", { orderId }, world.as.merchant);
    expect(own).toMatchObject({ fee: { amount: "5.000000" }, credited: { amount: "31.666635" } });
    const { data: file } = await world.look("export", {}, world.as.merchant);
    const [head = "", row = ""] = (file as { csv: string }).csv.split("\r\n");
    const cell = (name: string) => row.split(",")[head.split(",").indexOf(name)];
    expect([cell("feeUsdt"), cell("creditedUsdt")]).toEqual(["1.666665", "31.666635"]);
    // 33.3333 USDT came; five percent of it are 1.666665, two are 0.666666, a half is 0.1666665.
    expect(await world.money()).toEqual({
      "platform.external": 1_000_000_000n,
      "trader.collateral": 966_666_700n,
      "trader.earnings": 666_666n,
      "team.earnings": 166_666n,
      "platform.fees": 833_333n,
      "merchant.balance": 31_666_635n,
    });
    expect(await world.heldOf(world.trader.id)).toBe(0n);
  });

  it("for which late money came is held again and decided", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.overdue(orderId);
    const received = { amount: "10000", currency: "RUB" };
    const found = await world.ask("foundMoney", { orderId, received }, world.as.trader);
    expect(found.data).toMatchObject({ state: "late_review" });
    expect(await world.heldOf(world.trader.id)).toBe(100_000_000n);
    const full = { orderId, as: "full", why: "it came an hour late" };
    expect((await world.ask("resolve", full, world.as.support)).data).toMatchObject({
      state: "completed",
    });
    expect(await world.money()).toMatchObject({
      "merchant.balance": 95_000_000n,
      "trader.collateral": 900_000_000n,
    });
  });

  it("for which late money came and no collateral is left is owed by the trader, until it is reversed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.ask("cancel", { orderId }, world.as.merchant);
    // All that there is, is held for others.
    for (let order = 0; order < 9; order += 1) await world.create();
    await world.create({ money: { amount: "9000", currency: "RUB" } });
    const received = { amount: "10000", currency: "RUB" };
    await world.ask("foundMoney", { orderId, received }, world.as.support);
    await world.ask("resolve", { orderId, as: "full", why: "it came" }, world.as.support);
    const held = await world.heldOf(world.trader.id);
    expect(await world.money()).toMatchObject({
      "trader.collateral": held,
      "trader.receivable": 100_000_000n - (1_000_000_000n - held),
      "merchant.balance": 95_000_000n,
    });
    await world.ask("contest", { orderId, why: "sent back by the bank" }, world.as.support);
    const reverse = { orderId, as: "reversed", why: "the bank confirms" };
    expect((await world.ask("decide", reverse, world.as.support)).data).toMatchObject({
      state: "reversed",
    });
    expect(await world.money()).toEqual(before);
  });

  it("that is reversed takes from each what it gave, and what an account cannot bear is owed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.ask("confirm", { orderId }, world.as.trader);
    // The trader has taken out what he earned.
    const earned = { traderId: world.trader.id, money: { amount: "2", currency: "USDT" } };
    const moved = await call(api.url, "payments.movements.moveEarnings", earned, {
      as: world.as.trader,
      key: randomUUID(),
    });
    expect(moved.error).toBeNull();
    await world.ask("contest", { orderId, why: "the payer's bank asks" }, world.as.support);
    await world.ask("decide", { orderId, as: "reversed", why: "fraud" }, world.as.support);
    expect(await world.money()).toEqual({
      "platform.external": 1_000_000_000n,
      "trader.collateral": 1_002_000_000n,
      "trader.receivable": 2_000_000n,
    });
  });

  it("that is contested and upheld is what it was before", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.ask("confirm", { orderId }, world.as.trader);
    await world.ask("contest", { orderId, why: "a claim" }, world.as.support);
    const { data } = await world.ask(
      "decide",
      { orderId, as: "upheld", why: "it stands" },
      world.as.support,
    );
    expect(data).toMatchObject({ state: "completed" });
    expect(await world.money()).toMatchObject({ "merchant.balance": 95_000_000n });
  });
});

describe("asking for a payment", () => {
  it("is refused with what is wrong, and nothing is written", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const money = (amount: string, currency = "RUB") => ({ money: { amount, currency } });
    const good = { storeId: world.store.id, reference: "R", method: "card", ...money("1000") };
    const refused = async (input: object) =>
      (await world.ask("create", { ...good, ...input }, world.as.merchant)).error?.reason;
    expect(await refused({ storeId: randomUUID() })).toBe("payments.store_unknown");
    expect(await refused({ method: "cash" })).toBe("payments.method_not_offered");
    expect(await refused(money("1000", "EUR"))).toBe("payments.method_not_offered");
    expect(await refused(money("99.99"))).toBe("payments.amount_out_of_limits");
    expect(await refused(money("100000.01"))).toBe("payments.amount_out_of_limits");
    expect(await refused(money("1000.001"))).toBe("ledger.amount_too_precise");
    expect(await refused({ metadata: { text: "x".repeat(5_000) } })).toBe("request.invalid");
    const other = await testStore(api.services.db);
    expect(await refused({ storeId: other.id })).toBe("payments.store_unknown");
    const closed = await testStore(api.services.db, {
      merchantId: world.store.merchantId,
      state: "paused",
    });
    expect(await refused({ storeId: closed.id })).toBe("payments.store_not_taking");
    expect(await api.services.db.select().from(payIns)).toEqual([]);
  });

  it("with a reference that the store has used is refused for ever, also by many at once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const input = {
      storeId: world.store.id,
      reference: "once",
      method: "card",
      money: { amount: "1000", currency: "RUB" },
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.ask("create", input, world.as.merchant)),
    );
    const made = answers.filter(({ error }) => !error);
    expect(made).toHaveLength(1);
    const [{ id } = { id: "" }] = made.map(({ data }) => data as PayInView);
    for (const { error } of answers.filter((answer) => answer.error))
      expect(error).toMatchObject({
        reason: "payments.reference_used",
        details: { orderId: id, reference: "once" },
      });
    const elsewhere = await testStore(api.services.db, { merchantId: world.store.merchantId });
    const again = await world.ask("create", { ...input, storeId: elsewhere.id }, world.as.merchant);
    expect(again.error).toBeNull();
  });
});

describe("the history of a pay-in", () => {
  it("says who did what, and why, to the back office and to who did it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    await world.ask("claimPaid", { orderId }, world.as.merchant);
    await world.ask("dispute", { orderId, why: "nothing came" }, world.as.trader);
    const seen = async (as: string) => {
      const { data } = await world.look("history", { orderId }, as);
      const { items } = data as { items: { event: string; by: string; why: string | null }[] };
      return items.map(({ event, by, why }) => `${event} ${by.split(":")[0]} ${why}`);
    };
    expect(await seen(world.as.support)).toEqual([
      "create account null",
      "assign account null",
      "claim_paid account null",
      "dispute account nothing came",
    ]);
    expect(await seen(world.as.merchant)).toEqual([
      "create account null",
      "assign account null",
      "claim_paid account null",
      "dispute somebody else null",
    ]);
    expect(await seen(world.as.trader)).toEqual([
      "create somebody else null",
      "assign somebody else null",
      "claim_paid somebody else null",
      "dispute account nothing came",
    ]);
  });
});

describe("a trader who has served many", () => {
  it("is asked again, however many they were", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await api.services.db.update(traderTurns).set({ done: 2_000_000, failed: 100_000 });
    expect(await world.create()).toMatchObject({ state: "assigned" });
  });
});

describe("somebody else's pay-in", () => {
  it("is answered as if there were none, whatever is asked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const merchant = await merchantPerson(api, randomUUID());
    const trader = await traderPerson(api, (await testTrader(api.services.db)).id);
    const lead = await leadPerson(api, randomUUID());
    const received = { amount: "1", currency: "RUB" };
    const asked: [string, object, string][] = [
      ["cancel", {}, merchant],
      ["claimPaid", {}, merchant],
      ["confirm", {}, trader],
      ["reportSum", { received }, trader],
      ["dispute", { why: "nothing came" }, trader],
      ["foundMoney", { received }, trader],
    ];
    for (const [procedure, input, as] of asked) {
      const { error } = await world.ask(procedure, { orderId, ...input }, as);
      expect({ procedure, reason: error?.reason }).toEqual({
        procedure,
        reason: "payments.pay_in_unknown",
      });
    }
    for (const as of [merchant, trader, lead]) {
      for (const procedure of ["get", "history"])
        expect((await world.look(procedure, { orderId }, as)).error?.reason).toBe(
          "payments.pay_in_unknown",
        );
      expect((await world.look("list", {}, as)).data).toEqual({ items: [], nextCursor: null });
    }
    for (const procedure of ["accept", "resolve", "contest", "decide", "reject"])
      expect(
        (await world.ask(procedure, { orderId, why: "I say so", as: "full" }, merchant)).error
          ?.reason,
      ).toBe("request.forbidden");
    const mine = await world.look("list", { reference: "none" }, world.as.merchant);
    expect(mine.data).toEqual({ items: [], nextCursor: null });
    const [row] = await api.services.db.select().from(payIns).where(eq(payIns.id, orderId));
    expect(row).toMatchObject({ state: "assigned", version: 2 });
  });

  it("is seen by its lead, trader, merchant and support, each as far as it is theirs", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { id: orderId } = await world.create();
    const lead = await leadPerson(api, world.trader.teamId);
    const seen = async (as: string) => (await world.look("get", { orderId }, as)).data;
    expect(await seen(world.as.merchant)).toMatchObject({ traderId: null, fraud: null });
    for (const as of [lead, world.as.trader])
      expect(await seen(as)).toMatchObject({ traderId: world.trader.id, fraud: null });
    expect(await seen(world.as.support)).toMatchObject({
      traderId: world.trader.id,
      fraud: { score: expect.any(Number) },
    });
  });
});
