import { reconcile } from "@mainstay/core";
import { endOverdue } from "@mainstay/core/payments/pay-ins/end-overdue-pay-ins";
import { matchPayIns } from "@mainstay/core/payments/pay-ins/match-pay-ins";
import {
  ledgerTransfers,
  orderEvents,
  orderLooks,
  payIns,
  requisiteDays,
  requisites,
  requisiteSlots,
  transaction,
} from "@mainstay/db";
import {
  fundTrader,
  type PayInWorld,
  payInWorld,
  testApi,
  testDatabase,
  testRequisite,
  testTrader,
} from "@mainstay/testing";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const rounds = 25;

/** What the ledger has of an order, by its journals' kinds. */
async function journalsOf(world: PayInWorld, orderId: string): Promise<string[]> {
  const rows = await world.api.services.db
    .selectDistinct({ id: ledgerTransfers.journalId, code: ledgerTransfers.code })
    .from(ledgerTransfers)
    .where(and(eq(ledgerTransfers.refKind, "pay_in"), eq(ledgerTransfers.refId, orderId)));
  return rows.map(({ code }) => code.replace("payments.pay_in_", "")).toSorted();
}

describe("at the same moment", () => {
  it("confirm, expire, cancel, claim and dispute of one order have one winner, whose journals are there", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { services } = api;
    // Disputed ones keep what is held.
    await fundTrader(services, world.trader.id, 100_000_000_000n);
    await services.db.update(requisites).set({ parallelCap: 100 });
    const ends = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      const { id: orderId } = await world.create();
      if (round % 2 === 0) await world.ask("claimPaid", { orderId }, world.as.merchant);
      const past = { deadline: new Date(Date.now() - 60_000) };
      await services.db.update(payIns).set(past).where(eq(payIns.id, orderId));
      const why = "nothing came";
      const answers = await Promise.all([
        world.ask("confirm", { orderId }, world.as.trader),
        transaction(services.db, (tx) => endOverdue(services, tx, orderId)).then((row) => ({
          error: row ? null : { reason: "nothing to do" },
        })),
        world.ask("cancel", { orderId }, world.as.merchant),
        world.ask("dispute", { orderId, why }, world.as.trader),
      ]);
      const [row] = await services.db.select().from(payIns).where(eq(payIns.id, orderId));
      const state = row?.state ?? "";
      ends.set(state, (ends.get(state) ?? 0) + 1);
      const won = answers.filter(({ error }) => !error).length;
      // Of a claimed one the timer makes a disputed one, which the trader's own word does as well: one of both.
      expect({ state, won }).toEqual({ state, won: 1 });
      const journals = {
        completed: ["held", "settled"],
        cancelled: ["held", "released"],
        expired: ["held", "released"],
        disputed: ["held"],
      };
      expect({ state, journals: await journalsOf(world, orderId) }).toEqual({
        state,
        journals: journals[state as keyof typeof journals],
      });
      const events = await services.db
        .select()
        .from(orderEvents)
        .where(eq(orderEvents.orderId, orderId));
      expect(events).toHaveLength(row?.version ?? 0);
    }
    expect(ends.size).toBeGreaterThan(1);
    expect((await reconcile(services.db, { by: "test" })).findings).toEqual([]);
  });

  it("orders of one sum are asked for different sums, and no place is given twice", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { db } = api.services;
    await db.update(requisites).set({ parallelCap: 6 });
    const made = await Promise.all(
      Array.from({ length: 16 }, () =>
        world.create({ money: { amount: "1000", currency: "RUB" } }),
      ),
    );
    // Whoever was skipped as another had the requisite in hand is looked at again.
    await matchAll(world);
    const rows = await db.select().from(payIns);
    const assigned = rows.filter(({ state }) => state === "assigned");
    expect(assigned).toHaveLength(6);
    expect(new Set(assigned.map(({ payable }) => payable)).size).toBe(6);
    expect(await db.select().from(requisiteSlots)).toHaveLength(6);
    const [requisite] = await db.select().from(requisites);
    expect(requisite?.liveOrders).toBe(6);
    expect(made).toHaveLength(16);
  });

  it("orders do not break a requisite's day, a trader's number of orders, or the collateral", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { services } = api;
    const { db } = services;
    await db.update(requisites).set({ dayCountCap: 5, parallelCap: 50 });
    const busy = await testTrader(db, { parallelCap: 3 });
    await testRequisite(services, { traderId: busy.id, parallelCap: 50 });
    await testRequisite(services, { traderId: busy.id, parallelCap: 50 });
    await fundTrader(services, busy.id, 10_000_000_000n);
    const poor = await testTrader(db);
    await testRequisite(services, { traderId: poor.id, parallelCap: 50 });
    await fundTrader(services, poor.id, 250_000_000n);
    await Promise.all(Array.from({ length: 24 }, () => world.create()));
    await matchAll(world);
    const rows = await db.select().from(payIns).where(eq(payIns.state, "assigned"));
    const of = (traderId: string) => rows.filter((row) => row.traderId === traderId).length;
    expect([of(world.trader.id), of(busy.id), of(poor.id)]).toEqual([5, 3, 2]);
    const days = await db.select().from(requisiteDays);
    for (const { count, countCap } of days) expect(count).toBeLessThanOrEqual(countCap ?? 1_000);
    const ofPoor = rows.filter(({ traderId }) => traderId === poor.id);
    const held = ofPoor.reduce((sum, row) => sum + (row.held ?? 0n), 0n);
    expect(held).toBeLessThanOrEqual(250_000_000n);
    expect(await world.heldOf(poor.id)).toBe(held);
  });

  it("traders who are equal are served alike, one of twice the weight twice as often", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { services } = api;
    const all = [world.trader.id];
    for (let trader = 0; trader < 4; trader += 1) {
      const { id } = await testTrader(services.db, { weight: trader === 0 ? 2 : 1 });
      await testRequisite(services, { traderId: id, parallelCap: 100 });
      await fundTrader(services, id, 100_000_000_000n);
      all.push(id);
    }
    await fundTrader(services, world.trader.id, 100_000_000_000n);
    await services.db.update(requisites).set({ parallelCap: 100 });
    for (let wave = 0; wave < 15; wave += 1)
      await Promise.all(
        Array.from({ length: 8 }, () =>
          world.create({ money: { amount: "1000", currency: "RUB" } }),
        ),
      );
    await matchAll(world);
    const rows = await services.db.select().from(payIns).where(eq(payIns.state, "assigned"));
    expect(rows).toHaveLength(120);
    const shares = all.map(
      (id, at) => rows.filter(({ traderId }) => traderId === id).length / (at === 1 ? 2 : 1),
    );
    const sum = shares.reduce((one, other) => one + other, 0);
    const squares = shares.reduce((one, other) => one + other * other, 0);
    expect((sum * sum) / (shares.length * squares)).toBeGreaterThan(0.95);
  });
});

/** As the worker does, until nothing more changes. */
async function matchAll({ api }: PayInWorld): Promise<void> {
  const { services } = api;
  const signal = new AbortController().signal;
  for (;;) {
    const before = await matching(services.db);
    await services.db.delete(orderLooks);
    await matchPayIns({ ...services, signal });
    if ((await matching(services.db)) === before) return;
  }
}
const matching = async (db: PayInWorld["api"]["services"]["db"]): Promise<number> => {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int n from ${payIns} where state = 'matching'`,
  );
  return rows[0]?.n ?? 0;
};
