import { randomUUID } from "node:crypto";
import { payOuts, requisites, storeTerms, storeTraders, traders, traderTurns } from "@mainstay/db";
import { traderCollateral } from "@mainstay/contracts";
import { postJournal, reconcile } from "@mainstay/core";
import {
  call,
  cardNumber,
  leadPerson,
  merchantPerson,
  move,
  outside,
  type PayOutView,
  type PayOutWorld,
  payOutWorld,
  testApi,
  testDatabase,
  testKeys,
  testRequisite,
  testStore,
  testTrader,
  thrown,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const why = "because of this test";
/** What a world has before anything happened. */
const before = { "platform.external": 1_000_000_000n, "merchant.balance": 1_000_000_000n };

/** As far as the proof is given. */
async function proved(world: PayOutWorld, input: object = {}): Promise<string> {
  const { id: orderId } = await world.create(input);
  for (const step of ["accept", "startSending"])
    expect((await world.ask(step, { orderId }, world.as.trader)).error).toBeNull();
  const fileId = await world.proof(world.as.trader);
  const given = { orderId, fileId, bankReference: randomUUID() };
  expect((await world.ask("giveProof", given, world.as.trader)).error).toBeNull();
  return orderId;
}
const clean = async (world: PayOutWorld) =>
  expect((await reconcile(world.api.services.db, { by: "test" })).findings).toEqual([]);

describe("a pay-out", () => {
  it("is held, offered, accepted, sent, proved, accepted, and everybody has their part", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const number = cardNumber();
    const order = await world.create({
      reference: "A-1",
      metadata: { cart: 7 },
      destination: world.to({ number, bank: "sber" }),
    });
    expect(order).toMatchObject({
      state: "offered",
      sequence: 2,
      reference: "A-1",
      metadata: { cart: 7 },
      money: { amount: "10000.00", currency: "RUB" },
      value: { amount: "100.000000", currency: "USDT" },
      fee: { amount: "5.000000", currency: "USDT" },
      traderId: null,
      destination: {
        method: "card",
        bank: "sber",
        number: `•••• ${number.slice(-4)}`,
        holder: "PETR IVANOV",
      },
    });
    expect(await world.held()).toBe(105_000_000n);
    const { id: orderId } = order;
    const accepted = await world.ask("accept", { orderId }, world.as.trader);
    expect(accepted.data).toMatchObject({ state: "accepted", destination: { number } });
    const sending = await world.ask("startSending", { orderId }, world.as.trader);
    expect(sending.data).toMatchObject({ state: "sending" });
    const fileId = await world.proof(world.as.trader);
    const given = { orderId, fileId, bankReference: "ab 12" };
    const shown = await world.ask("giveProof", given, world.as.trader);
    expect(shown.data).toMatchObject({ state: "proof_uploaded", provedAt: expect.any(String) });
    expect(await world.held()).toBe(105_000_000n);
    const proofs = await world.look("proofs", { orderId }, world.as.merchant);
    expect(proofs.data).toMatchObject({ items: [{ fileId, bankReference: "AB12", by: null }] });
    const done = await world.ask("acceptProof", { orderId }, world.as.merchant);
    expect(done.data).toMatchObject({ state: "completed", traderId: null, deadline: null });
    expect(await world.money()).toEqual({
      "platform.external": 1_000_000_000n,
      "merchant.balance": 895_000_000n,
      "trader.collateral": 100_000_000n,
      "trader.earnings": 2_000_000n,
      "team.earnings": 500_000n,
      "platform.fees": 2_500_000n,
    });
    expect(await world.held()).toBe(0n);
    const history = await world.look("history", { orderId }, world.as.support);
    const { items } = history.data as { items: { event: string; to: string }[] };
    expect(items.map(({ event, to }) => `${event} ${to}`)).toEqual([
      "create matching",
      "offer offered",
      "accept accepted",
      "start_sending sending",
      "give_proof proof_uploaded",
      "accept_proof completed",
    ]);
    const told = await call(
      api.url,
      "payments.events.list",
      {},
      { as: world.as.merchant, by: "query" },
    );
    const events = told.data as { items: { type: string; data: object }[] };
    expect(events.items.map(({ type }) => type)).toEqual(items.map(({ to }) => `pay_out.${to}`));
    expect(events.items.at(-1)?.data).toEqual(done.data);
    expect(JSON.stringify(told.data)).not.toContain(number);
    await clean(world);
  });

  it("rounds up what the merchant pays, down what is paid, and keeps the difference apart", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api, { rate: "93.7" });
    await api.services.db.update(storeTerms).set({ feeFixed: 123_457n });
    const orderId = await proved(world, { money: { amount: "1000.01", currency: "RUB" } });
    await world.ask("acceptProof", { orderId }, world.as.merchant);
    // 1000.01 / 93.7 is 10.672465314…; five percent of 10.672466 are 0.5336233, and 0.123457 besides.
    expect(await world.row(orderId)).toMatchObject({
      value: 10_672_466n,
      worth: 10_672_465n,
      merchantFee: 657_081n,
      traderFee: 213_449n,
      commission: 53_362n,
    });
    expect(await world.money()).toEqual({
      "platform.external": 1_000_000_000n,
      "merchant.balance": 988_670_453n,
      "trader.collateral": 10_672_465n,
      "trader.earnings": 213_449n,
      "team.earnings": 53_362n,
      "platform.fees": 390_270n,
      "platform.rounding": 1n,
    });
    await clean(world);
  });

  it("that nobody can send fails in its time, and gives all back", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    await api.services.db.update(traderTurns).set({ ready: false });
    const { id: orderId, state } = await world.create();
    expect(state).toBe("matching");
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "failed", traderId: null });
    expect(await world.money()).toEqual(before);
    expect(await world.held()).toBe(0n);
    expect(await world.journals(orderId)).toEqual(["held", "released"]);
    await clean(world);
  });

  it("is not given to another by a timer once it is being sent, and pays when nobody disputes the proof", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    await world.another();
    const { id: stuck } = await world.create();
    const { traderId } = await world.row(stuck);
    const as =
      traderId === world.trader.id ? world.as.trader : await traderPerson(api, `${traderId}`);
    for (const step of ["accept", "startSending"]) await world.ask(step, { orderId: stuck }, as);
    await world.overdue(stuck);
    await world.offer();
    expect(await world.row(stuck)).toMatchObject({ state: "needs_support", traderId });
    expect(await world.held()).toBe(105_000_000n);
    await world.ask("resolve", { orderId: stuck, as: "not_sent", why }, world.as.support);
    await api.services.db.update(traders).set({ onlineUntil: null });
    await api.services.db
      .update(traders)
      .set({ onlineUntil: new Date(Date.now() + 3_600_000) })
      .where(eq(traders.id, world.trader.id));
    const orderId = await proved(world);
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "completed" });
    expect(await world.money()).toMatchObject({ "trader.collateral": 100_000_000n });
    await clean(world);
  });

  it("whose proof was shown for another order is paid by no timer", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    await proved(world);
    const { id: orderId } = await world.create();
    for (const step of ["accept", "startSending"])
      await world.ask(step, { orderId }, world.as.trader);
    const fileId = await world.proof(world.as.trader, "one receipt");
    await world.ask("giveProof", { orderId, fileId, bankReference: "R 1" }, world.as.trader);
    const { id: other } = await world.create();
    for (const step of ["accept", "startSending"])
      await world.ask(step, { orderId: other }, world.as.trader);
    const again = await world.proof(world.as.trader, "one receipt");
    await world.ask(
      "giveProof",
      { orderId: other, fileId: again, bankReference: "r1" },
      world.as.trader,
    );
    await world.overdue(other);
    expect(await world.row(other)).toMatchObject({ state: "needs_support" });
    expect(await world.money()).toEqual(before);
  });

  it("that the bank returned gives the merchant all back, and what is not there is owed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const [returned, kept] = [await proved(world), await proved(world)];
    for (const orderId of [returned, kept])
      await world.ask("acceptProof", { orderId }, world.as.merchant);
    // The trader has put into collateral what he earned, and taken out all but 42 USDT.
    const moved = await call(
      api.url,
      "payments.movements.moveEarnings",
      { traderId: world.trader.id, money: { amount: "4", currency: "USDT" } },
      { as: world.as.trader, key: randomUUID() },
    );
    expect(moved.error).toBeNull();
    const { db, reference } = api.services;
    const collateral = traderCollateral.of(world.trader.id, "USDT");
    await postJournal({ reference, fail: thrown }, db, move(collateral, outside(), 162_000_000n));
    const back = { orderId: returned, why: "the bank sent it back" };
    const answer = await world.ask("markReturned", back, world.as.support);
    expect(answer.data).toMatchObject({ state: "returned" });
    expect(await world.money()).toEqual({
      "platform.external": 838_000_000n,
      "merchant.balance": 895_000_000n,
      "trader.receivable": 60_000_000n,
      "team.earnings": 500_000n,
      "platform.fees": 2_500_000n,
    });
    expect(await world.journals(returned)).toEqual(["held", "returned", "settled"]);
    await clean(world);
  });
});

describe("asking for a pay-out", () => {
  it("is refused with what is wrong, and nothing is written or held", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const money = (amount: string, currency = "RUB") => ({ money: { amount, currency } });
    const good = {
      storeId: world.store.id,
      reference: "R",
      destination: world.to(),
      ...money("1000"),
    };
    const refused = async (input: object) =>
      (await world.ask("create", { ...good, ...input }, world.as.merchant)).error?.reason;
    expect(await refused({ storeId: randomUUID() })).toBe("payments.store_unknown");
    const other = await testStore(api.services.db);
    expect(await refused({ storeId: other.id })).toBe("payments.store_unknown");
    const closed = await testStore(api.services.db, {
      merchantId: world.store.merchantId,
      state: "paused",
    });
    expect(await refused({ storeId: closed.id })).toBe("payments.store_not_taking");
    expect(await refused({ destination: world.to({ method: "cash" }) })).toBe(
      "payments.method_not_offered",
    );
    expect(await refused(money("1000", "EUR"))).toBe("payments.method_not_offered");
    expect(await refused(money("99.99"))).toBe("payments.amount_out_of_limits");
    expect(await refused(money("100000.01"))).toBe("payments.amount_out_of_limits");
    expect(await refused(money("1000.001"))).toBe("ledger.amount_too_precise");
    expect(await refused({ destination: world.to({ bank: "no-such" }) })).toBe(
      "payments.requisite_bank_unknown",
    );
    expect(await refused({ destination: world.to({ number: "4111 1111 1111 1112" }) })).toBe(
      "payments.requisite_number_unfit",
    );
    // A thousand USDT are there: 95,239 roubles and the fee are more.
    expect(await refused(money("95239"))).toBe("ledger.insufficient_funds");
    const listed = cardNumber();
    await call(
      api.url,
      "payments.fraud.add",
      { subject: { kind: "requisite", method: "card", number: listed }, why },
      { as: testKeys.admin, key: randomUUID() },
    );
    expect(await refused({ destination: world.to({ number: listed }) })).toBe(
      "payments.destination_refused",
    );
    await api.services.db.update(storeTerms).set({ feeFixed: 10_000_000n });
    expect(await refused(money("1000"))).toBe("payments.amount_too_small");
    expect(await api.services.db.select().from(payOuts)).toEqual([]);
    expect(await world.money()).toEqual(before);
    expect(await world.held()).toBe(0n);
  });

  it("with a reference that the store has used is refused for ever, also by many at once, and held once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const input = {
      storeId: world.store.id,
      reference: "once",
      destination: world.to(),
      money: { amount: "10000", currency: "RUB" },
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.ask("create", input, world.as.merchant)),
    );
    const made = answers.filter(({ error }) => !error);
    expect(made).toHaveLength(1);
    const [{ id } = { id: "" }] = made.map(({ data }) => data as PayOutView);
    for (const { error } of answers.filter((answer) => answer.error))
      expect(error).toMatchObject({
        reason: "payments.reference_used",
        details: { orderId: id, reference: "once" },
      });
    expect(await world.held()).toBe(105_000_000n);
    const elsewhere = await testStore(api.services.db, { merchantId: world.store.merchantId });
    const again = await world.ask("create", { ...input, storeId: elsewhere.id }, world.as.merchant);
    expect(again.error).toBeNull();
  });

  it("by many at once takes no more than is there", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        world.ask(
          "create",
          {
            storeId: world.store.id,
            reference: randomUUID(),
            destination: world.to(),
            money: { amount: "10000", currency: "RUB" },
          },
          world.as.merchant,
        ),
      ),
    );
    const reasons = answers.map(({ error }) => error?.reason ?? "done");
    expect(reasons.filter((one) => one === "done")).toHaveLength(9);
    expect(reasons.filter((one) => one === "ledger.insufficient_funds")).toHaveLength(3);
    expect(await world.held()).toBe(945_000_000n);
    expect(await api.services.db.select().from(payOuts)).toHaveLength(9);
    await clean(world);
  });
});

describe("the offer", () => {
  it("goes to another one when it is declined, and never again to who declined", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const other = await world.another();
    const { id: orderId } = await world.create();
    const people = [
      { id: world.trader.id, as: world.as.trader },
      { id: other.trader.id, as: other.as },
    ];
    const seen: (string | null)[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { traderId } = await world.row(orderId);
      seen.push(traderId);
      const as = people.find(({ id }) => id === traderId)?.as ?? "";
      expect((await world.ask("decline", { orderId }, as)).data).toMatchObject({
        state: "matching",
        traderId: null,
        destination: { holder: null },
      });
      await world.offer();
    }
    expect(new Set(seen)).toEqual(new Set(people.map(({ id }) => id)));
    expect(await world.row(orderId)).toMatchObject({ state: "matching", traderId: null });
  });

  it("that ran out goes to others first, and to the same again where nobody else is", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    await world.overdue(orderId);
    expect(await world.row(orderId)).toMatchObject({ state: "matching", traderId: null });
    // Who lost it is told, that he sends nothing.
    const late = await world.ask("accept", { orderId }, world.as.trader);
    expect(late.error?.reason).toBe("payments.pay_out_offer_over");
    const other = await world.another();
    await world.offer();
    expect(await world.row(orderId)).toMatchObject({ traderId: other.trader.id });
    await world.ask("decline", { orderId }, other.as);
    await world.offer();
    expect(await world.row(orderId)).toMatchObject({ traderId: world.trader.id });
    expect((await world.ask("accept", { orderId }, world.as.trader)).error).toBeNull();
  });

  it.each<[string, (world: PayOutWorld, number: string) => Promise<unknown>]>([
    ["offline", ({ api: { services } }) => services.db.update(traders).set({ onlineUntil: null })],
    ["paused", ({ api: { services } }) => services.db.update(traders).set({ state: "paused" })],
    ["too dear", ({ api: { services } }) => services.db.update(traders).set({ feeOut: 45_001 })],
    ["busy", ({ api: { services } }) => services.db.update(traders).set({ parallelCap: 0 })],
    [
      "denied by the store",
      ({ api: { services }, store, trader }) =>
        services.db
          .insert(storeTraders)
          .values({ storeId: store.id, traderId: trader.id, rule: "deny" }),
    ],
    [
      "not among those allowed",
      async ({ api: { services }, store }) => {
        const { id } = await testTrader(services.db, { turns: false });
        await services.db
          .insert(storeTraders)
          .values({ storeId: store.id, traderId: id, rule: "allow" });
      },
    ],
    [
      "the one whose number it is",
      ({ api: { services }, trader }, number) =>
        testRequisite(services, { traderId: trader.id, number }),
    ],
  ])("is not made to a trader who is %s", async (_name, arrange) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const number = cardNumber();
    await arrange(world, number);
    const order = await world.create({ destination: world.to({ number }) });
    expect(order.state).toBe("matching");
  });

  it("shows the whole number to its trader alone, and only once he has accepted", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const number = cardNumber();
    const { id: orderId } = await world.create({ destination: world.to({ number }) });
    const lead = await leadPerson(api, world.trader.teamId);
    const seen = async (as: string) =>
      JSON.stringify((await world.look("get", { orderId }, as)).data);
    const everybody = [world.as.merchant, world.as.trader, world.as.support, lead, testKeys.admin];
    for (const as of everybody) expect(await seen(as)).not.toContain(number);
    expect(await seen(world.as.trader)).not.toContain("PETR");
    await world.ask("accept", { orderId }, world.as.trader);
    expect(await seen(world.as.trader)).toContain(number);
    expect(JSON.stringify((await world.look("list", {}, world.as.trader)).data)).toContain(number);
    for (const as of everybody.filter((one) => one !== world.as.trader))
      expect(await seen(as)).not.toContain(number);
    expect(await seen(lead)).not.toContain("PETR");
    await world.ask("decline", { orderId }, world.as.trader);
    expect((await world.look("get", { orderId }, world.as.trader)).error?.reason).toBe(
      "payments.pay_out_unknown",
    );
    const rows = await api.services.db.select().from(payOuts);
    expect(
      JSON.stringify(rows, (_key, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      ),
    ).not.toContain(number);
    expect(await api.services.db.select().from(requisites)).toEqual([]);
  });
});

describe("somebody else's pay-out", () => {
  it("is answered as if there were none, whatever is asked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    const merchant = await merchantPerson(api, randomUUID());
    const trader = await traderPerson(api, (await testTrader(api.services.db)).id);
    const lead = await leadPerson(api, randomUUID());
    const fileId = await world.proof(trader);
    const asked: [string, object, string][] = [
      ["cancel", {}, merchant],
      ["acceptProof", {}, merchant],
      ["disputeProof", { why }, merchant],
      ["accept", {}, trader],
      ["decline", {}, trader],
      ["startSending", {}, trader],
      ["giveProof", { fileId, bankReference: "1" }, trader],
      ["reportTrouble", { why }, trader],
      ["resolve", { orderId: randomUUID(), as: "sent", why }, world.as.support],
      ["markReturned", { orderId: randomUUID(), why }, world.as.support],
    ];
    for (const [procedure, input, as] of asked) {
      const { error } = await world.ask(procedure, { orderId, ...input }, as);
      expect({ procedure, reason: error?.reason }).toEqual({
        procedure,
        reason: "payments.pay_out_unknown",
      });
    }
    for (const as of [merchant, trader, lead]) {
      for (const procedure of ["get", "history", "proofs"])
        expect((await world.look(procedure, { orderId }, as)).error?.reason).toBe(
          "payments.pay_out_unknown",
        );
      expect((await world.look("list", {}, as)).data).toEqual({ items: [], nextCursor: null });
      for (const [input, reason] of [
        [{ storeId: world.store.id }, "payments.store_unknown"],
        [{ traderId: world.trader.id }, "payments.trader_unknown"],
      ] as const)
        expect((await world.look("list", input, as)).error?.reason).toBe(reason);
    }
    for (const procedure of ["resolve", "markReturned", "accept"])
      expect(
        (await world.ask(procedure, { orderId, why, as: "sent" }, merchant)).error?.reason,
      ).toBe("request.forbidden");
    expect(await world.row(orderId)).toMatchObject({ state: "offered", version: 2 });
  });

  it("is proved by no file of somebody else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create();
    for (const step of ["accept", "startSending"])
      await world.ask(step, { orderId }, world.as.trader);
    for (const fileId of [randomUUID(), await world.proof(world.as.merchant)])
      expect(
        (await world.ask("giveProof", { orderId, fileId, bankReference: "1" }, world.as.trader))
          .error?.reason,
      ).toBe("platform.file_missing");
    expect(await world.row(orderId)).toMatchObject({ state: "sending" });
  });
});
