import { randomUUID } from "node:crypto";
import { sessionTriesMost } from "@mainstay/contracts";
import { orderEvents, payIns, paymentSessions, storeTraders } from "@mainstay/db";
import {
  call,
  merchantPerson,
  payInWorld,
  type PayInWorld,
  testApi,
  testDatabase,
  testKeys,
  testProofFile,
  testRequisite,
  testStore,
  testTrader,
  testVisit,
} from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished } from "vitest";

async function stage() {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  return { database, db: database.db, api, world: await payInWorld(api) };
}
const reasonOf = async (answer: Promise<{ error: { reason: string } | null }>) =>
  (await answer).error?.reason ?? null;
const create = ({ api, store, as }: PayInWorld, input: object = {}, by = as.merchant) =>
  call(
    api.url,
    "payments.sessions.create",
    {
      storeId: store.id,
      reference: randomUUID(),
      money: { amount: "10000", currency: "RUB" },
      ...input,
    },
    { as: by, key: randomUUID() },
  );
describe("a payment session", () => {
  it("takes its payer from the choice to the payment, and the merchant is paid", async () => {
    const { db, world } = await stage();
    const reference = randomUUID();
    const visit = await testVisit(world, { reference, metadata: { cart: 7 } });
    const begun = await visit.get();
    expect(begun).toMatchObject({
      id: visit.id,
      state: "choosing",
      money: { amount: "10000.00", currency: "RUB" },
      store: { title: "Shop", logo: null },
      ended: null,
      order: null,
      triesLeft: 5,
    });
    expect(begun.choices.map(({ method }) => method)).toEqual(["card", "sbp"]);

    const paying = await visit.go("choose", { method: "card" });
    expect(paying).toMatchObject({ state: "paying", choices: [], triesLeft: 4 });
    expect(paying.order).toMatchObject({
      payable: { currency: "RUB" },
      requisite: { number: world.requisite.number, holder: world.requisite.holder },
    });
    const orderId = paying.order?.id ?? "";
    const { data: seen } = await world.look("get", { orderId }, world.as.merchant);
    expect(seen).toMatchObject({ reference, sessionId: visit.id, metadata: { cart: 7 } });
    expect((seen as { requisite: { number: string } }).requisite.number).toMatch(/^••••/);

    expect(await visit.go("markPaid")).toMatchObject({ state: "checking" });
    const fileId = await testProofFile(world.api, visit.token);
    const shown = await visit.go("addReceipt", { fileId, bankReference: "77" });
    expect(shown.order).toMatchObject({ receipts: 1 });

    expect((await world.ask("confirm", { orderId }, world.as.trader)).error).toBeNull();
    const paid = await visit.get();
    expect(paid).toMatchObject({ state: "paid", ended: null });
    // Nobody needs to know any more where it went.
    expect(paid.order?.requisite).toBeNull();
    expect((await world.money())["merchant.balance"]).toBe(95_000_000n);
    const history = await db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId));
    const payer = `payment_session:${visit.id}`;
    expect(history.map(({ event, by }) => [event, by])).toEqual([
      ["create", payer],
      ["assign", payer],
      ["claim_paid", payer],
      ["confirm", expect.stringMatching(/^account:/)],
    ]);
  });

  it("begins anew after a try that came to nothing, by the same reference and never two at once", async () => {
    const { world } = await stage();
    const reference = randomUUID();
    const visit = await testVisit(world, { reference });
    const first = await visit.go("choose", { method: "card" });
    expect(await reasonOf(visit.ask("choose", { method: "card" }))).toBe(
      "payments.payment_session_state",
    );
    await world.overdue(first.order?.id ?? "");
    const ended = await visit.get();
    expect(ended).toMatchObject({ state: "choosing", ended: "expired", triesLeft: 4 });
    expect(ended.order?.requisite).toBeNull();

    const second = await visit.go("choose", { method: "card" });
    expect(second.order?.id).not.toBe(first.order?.id);
    expect(second.sequence).toBeGreaterThan(ended.sequence);
    expect(await visit.go("cancel")).toMatchObject({ state: "choosing", ended: "cancelled" });

    const listed = await world.look("list", { reference }, world.as.merchant);
    const { items } = listed.data as { items: { sessionId: string; state: string }[] };
    expect(items.map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [visit.id, "cancelled"],
      [visit.id, "expired"],
    ]);
  });

  it("is over with its last try, with its time, or once it was refused or paid", async () => {
    const { db, world } = await stage();
    const set = { key: sessionTriesMost.setting, value: 1 };
    const options = { as: testKeys.admin, key: randomUUID() };
    expect(
      await reasonOf(call(world.api.url, "platform.settings.update", set, options)),
    ).toBeNull();
    const tried = await testVisit(world);
    await tried.go("choose", { method: "card" });
    await tried.go("cancel");
    expect(await tried.get()).toMatchObject({ state: "over", ended: "cancelled", triesLeft: 0 });

    const late = await testVisit(world);
    await db
      .update(paymentSessions)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(paymentSessions.id, late.id));
    expect(await late.get()).toMatchObject({ state: "over", ended: null });
    const { error } = await late.ask("choose", { method: "card" });
    expect(error).toMatchObject({
      reason: "payments.payment_session_state",
      details: { state: "over", event: "choose" },
    });

    const paid = await testVisit(world);
    const { order } = await paid.go("choose", { method: "card" });
    await world.ask("confirm", { orderId: order?.id }, world.as.trader);
    for (const [event, input] of [
      ["choose", { method: "card" }],
      ["markPaid", undefined],
      ["cancel", undefined],
      ["addReceipt", { fileId: randomUUID() }],
    ] as const)
      expect([event, await reasonOf(paid.ask(event, input))]).toEqual([
        event,
        "payments.payment_session_state",
      ]);
  });

  it("tells of each of an order's states what concerns a payer", async () => {
    const { db, world } = await stage();
    const visit = await testVisit(world);
    const { order } = await visit.go("choose", { method: "card" });
    const told: Record<string, unknown> = {};
    const states = {
      in_review: "searching",
      matching: "searching",
      assigned: "paying",
      paid_claimed: "checking",
      amount_review: "checking",
      disputed: "checking",
      late_review: "checking",
      completed: "paid",
      partial: "paid_in_part",
      reversed: "returned",
      rejected: "over",
      no_trader: "choosing",
      cancelled: "choosing",
      expired: "choosing",
    } as const;
    for (const state of Object.keys(states) as (keyof typeof states)[]) {
      await db
        .update(payIns)
        .set({ state })
        .where(eq(payIns.id, order?.id ?? ""));
      told[state] = (await visit.get()).state;
    }
    expect(told).toEqual(states);
    for (const [before, state] of [
      ["completed", "paid"],
      ["partial", "paid_in_part"],
    ] as const) {
      await db
        .update(payIns)
        .set({ state: "contested", before })
        .where(eq(payIns.id, order?.id ?? ""));
      expect((await visit.get()).state).toBe(state);
    }
    // What was said to be paid and was not found is no mere change of mind.
    await db
      .update(payIns)
      .set({ state: "cancelled", claimedAt: new Date() })
      .where(eq(payIns.id, order?.id ?? ""));
    expect(await visit.get()).toMatchObject({ state: "choosing", ended: "unpaid" });
  });

  it("is refused where it cannot be paid, or its reference is used", async () => {
    const { db, world } = await stage();
    const rub = (amount: string) => ({ money: { amount, currency: "RUB" } });
    expect(await reasonOf(create(world, rub("1")))).toBe("payments.nothing_offered");
    expect(await reasonOf(create(world, rub("100.001")))).toBe("ledger.amount_too_precise");
    for (const amount of ["92233720368547758.08", "9".repeat(40)])
      expect(await reasonOf(create(world, rub(amount)))).toBe("ledger.amount_too_large");
    const other = { money: { amount: "100", currency: "XYZ" } };
    expect(await reasonOf(create(world, other))).toBe("platform.currency_unknown");

    const reference = randomUUID();
    const visit = await testVisit(world, { reference });
    const again = await create(world, { reference });
    expect(again.error).toMatchObject({
      reason: "payments.session_reference_used",
      details: { sessionId: visit.id, reference },
    });
    const money = { amount: "10000", currency: "RUB" };
    const direct = { storeId: world.store.id, reference, money, method: "card" };
    expect(await reasonOf(world.ask("create", direct, world.as.merchant))).toBe(
      "payments.session_reference_used",
    );
    const order = await world.create({ reference: "direct" });
    expect((await create(world, { reference: "direct" })).error).toMatchObject({
      reason: "payments.reference_used",
      details: { orderId: order.id },
    });

    const paused = await testStore(db, { merchantId: world.store.merchantId, state: "paused" });
    expect(await reasonOf(create(world, { storeId: paused.id }))).toBe("payments.store_not_taking");
    expect(await reasonOf(visit.ask("choose", { method: "cash" }))).toBe(
      "payments.method_not_offered",
    );
    const nowhere = { method: "card", bank: "nowhere" };
    expect(await reasonOf(visit.ask("choose", nowhere))).toBe("payments.requisite_bank_unknown");
    expect(
      await reasonOf(
        world.ask("create", { ...direct, ...nowhere, reference: "x" }, world.as.merchant),
      ),
    ).toBe("payments.requisite_bank_unknown");
    expect((await visit.get()).triesLeft).toBe(5);
  });

  it("is made of a merchant's own store only", async () => {
    const { db, api, world } = await stage();
    const stranger = await merchantPerson(api, (await testStore(db)).merchantId);
    for (const storeId of [world.store.id, randomUUID()])
      expect(await reasonOf(create(world, { storeId }, stranger))).toBe("payments.store_unknown");
    for (const by of [world.as.trader, world.as.support, testKeys.customer])
      expect(await reasonOf(create(world, {}, by))).toBe("request.forbidden");
  });

  it("keeps no token, and answers a repeated call with the same address", async () => {
    const { database, world } = await stage();
    const key = randomUUID();
    const input = {
      storeId: world.store.id,
      reference: "once",
      money: { amount: "10000", currency: "RUB" },
    };
    const ask = () =>
      call(world.api.url, "payments.sessions.create", input, { as: world.as.merchant, key });
    const [one, two] = [await ask(), await ask()];
    expect(two.data).toEqual(one.data);
    const { url } = one.data as { url: string };
    const token = new URL(url).hash.slice(1);
    expect(token).toMatch(/^mps_[\w-]{43}$/);
    const { rows } = await database.db.$client.query<{ found: string }>(
      `select query_to_xml('select * from payment_sessions', true, true, '')::text
           || query_to_xml('select * from audit_rows', true, true, '')::text
           || query_to_xml('select * from idempotency_answers', true, true, '')::text as found`,
    );
    expect(rows[0]?.found).toContain("once");
    expect(rows[0]?.found).not.toContain(token);
  });
});

describe("a payment session whose payer paid late", () => {
  it("shows that, and not the try that was begun meanwhile, so that nobody pays twice", async () => {
    const { world } = await stage();
    const visit = await testVisit(world);
    const first = (await visit.go("choose", { method: "card" })).order?.id ?? "";
    await world.overdue(first);
    const second = await visit.go("choose", { method: "card" });
    const received = { amount: "10000", currency: "RUB" };
    await world.ask("foundMoney", { orderId: first, received }, world.as.trader);
    const found = await visit.get();
    expect(found).toMatchObject({ state: "checking", order: { id: first } });
    expect(found.sequence).toBeGreaterThan(second.sequence);
    expect(await reasonOf(visit.ask("markPaid"))).toBe("payments.payment_session_state");
    await world.overdue(second.order?.id ?? "");
    expect(await reasonOf(visit.ask("choose", { method: "card" }))).toBe(
      "payments.payment_session_state",
    );
    const decided = { orderId: first, as: "full", why: "it came late" };
    expect((await world.ask("resolve", decided, world.as.support)).error).toBeNull();
    expect(await visit.get()).toMatchObject({ state: "paid", order: { id: first } });
  });

  it("goes on with its last try where that money was not his", async () => {
    const { world } = await stage();
    const visit = await testVisit(world);
    const first = (await visit.go("choose", { method: "card" })).order?.id ?? "";
    await world.overdue(first);
    const received = { amount: "10000", currency: "RUB" };
    await world.ask("foundMoney", { orderId: first, received }, world.as.trader);
    const decided = { orderId: first, as: "unpaid", why: "somebody else's" };
    expect((await world.ask("resolve", decided, world.as.support)).error).toBeNull();
    expect(await visit.get()).toMatchObject({ state: "choosing" });
    expect(await visit.go("choose", { method: "card" })).toMatchObject({ state: "paying" });
  });
});

describe("ending a payment session", () => {
  const end = ({ api }: PayInWorld, sessionId: string, as: string) =>
    call(api.url, "payments.sessions.end", { sessionId }, { as, key: randomUUID() });

  it("lets no other try begin, and the one under way go on", async () => {
    const { world } = await stage();
    const visit = await testVisit(world);
    await visit.go("choose", { method: "card" });
    const { data, error } = await end(world, visit.id, world.as.merchant);
    expect(error).toBeNull();
    expect((await end(world, visit.id, world.as.merchant)).data).toEqual(data);
    expect((await visit.get()).state).toBe("paying");
    await visit.go("cancel");
    expect(await visit.get()).toMatchObject({ state: "over", choices: [] });
  });

  it("is for its merchant, and to others there is none", async () => {
    const { db, api, world } = await stage();
    const visit = await testVisit(world);
    const stranger = await merchantPerson(api, (await testStore(db)).merchantId);
    for (const id of [visit.id, randomUUID()])
      expect(await reasonOf(end(world, id, stranger))).toBe("payments.payment_session_unknown");
    expect(await reasonOf(end(world, visit.id, world.as.trader))).toBe("request.forbidden");
    expect((await visit.get()).state).toBe("choosing");
  });
});

describe("what a payer may choose", () => {
  it("has the banks that somebody receives at who is there and serves the store", async () => {
    const { db, api, world } = await stage();
    const { data } = await call(api.url, "platform.reference.get", undefined, { by: "query" });
    const [there, away, blocked, denied] = (data as { banks: { code: string }[] }).banks;
    const at = async (
      bank: { code: string } | undefined,
      trader: Parameters<typeof testTrader>[1],
    ) => {
      const { id: traderId } = await testTrader(db, trader);
      await testRequisite(api.services, { traderId, bank: bank?.code ?? "" });
      return traderId;
    };
    await at(there, {});
    await at(away, { onlineUntil: new Date(Date.now() - 1_000) });
    await at(blocked, { state: "blocked" });
    const traderId = await at(denied, {});
    await db.insert(storeTraders).values({ storeId: world.store.id, traderId, rule: "deny" });
    const { choices } = await (await testVisit(world)).get();
    const card = choices.find(({ method }) => method === "card");
    expect(card?.banks).toMatchObject([{ code: there?.code }]);
  });
});

describe("a payment session's token", () => {
  it("opens its own payment and uploads of receipts", async () => {
    const { api, world } = await stage();
    const visit = await testVisit(world);
    const { order } = await visit.go("choose", { method: "card" });
    const as = visit.token;
    const orderId = order?.id;
    expect(await reasonOf(world.ask("confirm", { orderId }, as))).toBe("request.unauthenticated");
    expect(await reasonOf(world.look("get", { orderId }, as))).toBe("request.unauthenticated");
    const upload = (purpose: string) =>
      call(
        api.url,
        "platform.files.createUpload",
        { purpose, name: "a.png", type: "image/png", bytes: 9 },
        { as },
      );
    expect(await reasonOf(upload("payments.proof"))).toBeNull();
    const { error } = await upload("platform.picture");
    expect(error).toMatchObject({
      reason: "platform.file_purpose_unknown",
      details: { known: ["payments.proof"] },
    });
  });

  it("does not open what those who are signed in, or nobody, ask for", async () => {
    const { api, world } = await stage();
    const forged = `mps_${"a".repeat(43)}`;
    for (const as of [world.as.merchant, testKeys.admin, forged, undefined])
      expect(
        await reasonOf(
          call(api.url, "payments.sessions.get", undefined, {
            ...(as === undefined ? {} : { as }),
            by: "query",
          }),
        ),
      ).toBe("request.unauthenticated");
  });

  it("shows what became of the payment for a week after its end", async () => {
    const { db, world } = await stage();
    const visit = await testVisit(world);
    const endedDaysAgo = (days: number) =>
      db
        .update(paymentSessions)
        .set({ expiresAt: new Date(Date.now() - days * 86_400_000) })
        .where(eq(paymentSessions.id, visit.id));
    await endedDaysAgo(6.9);
    expect((await visit.get()).state).toBe("over");
    await endedDaysAgo(7.1);
    await expect(visit.get()).rejects.toThrow(/unauthenticated/);
  });

  it("does not reach another payment, nor its files", async () => {
    const { world } = await stage();
    const [one, other] = [await testVisit(world), await testVisit(world)];
    await one.go("choose", { method: "card" });
    await other.go("choose", { method: "card" });
    const fileId = await testProofFile(world.api, other.token);
    expect(await reasonOf(one.ask("addReceipt", { fileId }))).toBe("platform.file_missing");
    await other.go("markPaid");
    expect((await one.get()).state).toBe("paying");
  });
});

describe("at the same moment", () => {
  it("of ten clicks on a choice one begins a try", async () => {
    const { db, world } = await stage();
    for (let round = 0; round < 5; round += 1) {
      const visit = await testVisit(world);
      const clicks = await Promise.all(
        Array.from({ length: 10 }, () => reasonOf(visit.ask("choose", { method: "card" }))),
      );
      expect(clicks.filter((reason) => reason === null)).toHaveLength(1);
      const orders = await db.select().from(payIns).where(eq(payIns.sessionId, visit.id));
      expect(orders).toHaveLength(1);
    }
  });

  it("a session and an order that take one reference are one of the two", async () => {
    const { world } = await stage();
    for (let round = 0; round < 8; round += 1) {
      const reference = randomUUID();
      const money = { amount: "10000", currency: "RUB" };
      const direct = { storeId: world.store.id, reference, money, method: "card" };
      const reasons = await Promise.all([
        reasonOf(create(world, { reference })),
        reasonOf(world.ask("create", direct, world.as.merchant)),
      ]);
      expect(reasons.filter((reason) => reason === null)).toHaveLength(1);
    }
  });

  it("of marking paid, cancelling, the trader's word and the deadline one wins, and the payer is told", async () => {
    const { world } = await stage();
    const winners = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const visit = await testVisit(world);
      const orderId = (await visit.go("choose", { method: "card" })).order?.id ?? "";
      const results = await Promise.all([
        reasonOf(visit.ask("cancel")),
        reasonOf(world.ask("confirm", { orderId }, world.as.trader)),
        reasonOf(visit.ask("cancel")),
      ]);
      const { state } = await visit.get();
      winners.add(state);
      expect(results.filter((reason) => reason === null)).toHaveLength(1);
      expect(["paid", "choosing"]).toContain(state);
    }
    expect((await world.money())["trader.collateral"]).toBeDefined();
    expect(await world.heldOf(world.trader.id)).toBe(0n);
    expect(winners.size).toBeGreaterThan(0);
  });
});
