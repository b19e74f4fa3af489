import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import {
  orderEvents,
  payIns,
  requisiteDays,
  requisites,
  requisiteSlots,
  stores,
} from "@mainstay/db";
import {
  call,
  fundTrader,
  type PayInWorld,
  payInWorld,
  testApi,
  testDatabase,
  testKeys,
} from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const roubles = (amount: string) => ({ amount, currency: "RUB" });

/** An order of ten thousand roubles that ran out, and for which so much came after all. */
async function late(world: PayInWorld, amount = "10000"): Promise<string> {
  const { id: orderId } = await world.create();
  await world.overdue(orderId);
  await find(world, orderId, amount);
  return orderId;
}
async function find(world: PayInWorld, orderId: string, amount: string): Promise<void> {
  const { error } = await world.ask(
    "foundMoney",
    { orderId, received: roubles(amount) },
    world.as.trader,
  );
  expect(error).toBeNull();
}
async function resolve(world: PayInWorld, orderId: string, as: string): Promise<void> {
  const { error } = await world.ask("resolve", { orderId, as, why: "I looked" }, world.as.support);
  expect(error).toBeNull();
}
const days = async ({ api }: PayInWorld) =>
  (await api.services.db.select().from(requisiteDays).orderBy(requisiteDays.day)).map(
    ({ count, sum }) => ({ count, sum }),
  );

describe("late money", () => {
  it("is in the day it is found, also beyond the caps, and the day takes no more", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const caps = { dayCountCap: 2, daySumCap: 20_000_00n };
    await api.services.db.update(requisites).set(caps);
    const { id: first } = await world.create();
    await world.overdue(first);
    expect(await days(world)).toEqual([{ count: 0, sum: 0n }]);
    for (let order = 0; order < 2; order += 1)
      expect(await world.create({ money: roubles("9000") })).toMatchObject({ state: "assigned" });
    await find(world, first, "10000");
    expect(await days(world)).toEqual([{ count: 3, sum: 28_000_01n }]);
    expect(await world.create({ money: roubles("100") })).toMatchObject({ state: "matching" });
    await resolve(world, first, "full");
    expect(await days(world)).toEqual([{ count: 3, sum: 28_000_01n }]);
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("closes a day that had room, and opens it again where it was not there after all", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await api.services.db.update(requisites).set({ dayCountCap: 1 });
    const orderId = await late(world, "12000");
    expect(await days(world)).toEqual([{ count: 1, sum: 12_000_00n }]);
    expect(await world.create()).toMatchObject({ state: "matching" });
    await resolve(world, orderId, "unpaid");
    expect(await days(world)).toEqual([{ count: 0, sum: 0n }]);
    expect(await world.create({ money: roubles("500") })).toMatchObject({ state: "assigned" });
  });

  it("gives its place back to the day that it was found on, which need not be today", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { db } = api.services;
    const orderId = await late(world);
    await database.admin("alter table order_events disable trigger order_events_append_only");
    await database.admin("update order_events set at = at - interval '1 day'");
    await db.update(requisiteDays).set({ day: sql`${requisiteDays.day} - 1` });
    expect(await db.$count(orderEvents)).toBeGreaterThan(0);
    expect(await world.create()).toMatchObject({ state: "assigned" });
    await resolve(world, orderId, "unpaid");
    expect(await days(world)).toEqual([
      { count: 0, sum: 0n },
      { count: 1, sum: 10_000_01n },
    ]);
  });

  it("of an absurd sum, said again and again, neither breaks a day nor the matching of others", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await api.services.db.update(requisites).set({ daySumCap: 1_000_000_000_00n });
    const ended: string[] = [];
    for (let order = 0; order < 3; order += 1) {
      const { id } = await world.create();
      await world.overdue(id);
      ended.push(id);
    }
    for (const orderId of ended) await find(world, orderId, "46116860184273879.04");
    expect(await days(world)).toEqual([{ count: 3, sum: 2n ** 62n }]);
    expect(await world.create()).toMatchObject({ state: "matching" });
  });

  it("is paid of collateral that came before it was decided, and nothing is owed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const orderId = await withoutCollateral(world);
    await fundTrader(api.services, world.trader.id, 150_000_000n);
    await resolve(world, orderId, "full");
    const money = await world.money();
    expect(money["trader.receivable"]).toBeUndefined();
    expect(money).toMatchObject({
      "trader.collateral": 1_050_000_000n,
      "merchant.balance": 95_000_000n,
    });
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
    await reverse(world, orderId);
    expect(await world.money()).toMatchObject({ "trader.collateral": 1_150_000_000n });
  });

  it("is paid of what the collateral bears, and only the rest is owed, until it is reversed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const orderId = await withoutCollateral(world);
    await fundTrader(api.services, world.trader.id, 30_000_000n);
    const held = await world.heldOf(world.trader.id);
    await resolve(world, orderId, "full");
    // All that nothing else is held from, and of the hundred the rest.
    expect(await world.money()).toMatchObject({
      "trader.collateral": held,
      "trader.receivable": 100_000_000n - (1_030_000_000n - held),
      "merchant.balance": 95_000_000n,
    });
    await reverse(world, orderId);
    const money = await world.money();
    expect(money["trader.receivable"]).toBeUndefined();
    expect(money).toMatchObject({ "trader.collateral": 1_030_000_000n });
    expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
  });

  it("that is decided while others are assigned takes no more collateral than there is", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    for (let round = 0; round < 5; round += 1) {
      await fundTrader(api.services, world.trader.id, 101_000_000n);
      const orderId = await withoutCollateral(world);
      await fundTrader(api.services, world.trader.id, 50_000_000n);
      await Promise.all([
        resolve(world, orderId, "full"),
        world.create({ money: roubles("3000") }),
        world.create({ money: roubles("3000") }),
      ]);
      const [row] = await api.services.db.select().from(payIns).where(eq(payIns.id, orderId));
      expect(row).toMatchObject({ state: "completed" });
      expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
    }
  });
});

describe("how long late money is taken", () => {
  it.each([
    ["none", 0, 60],
    ["a week", 10_080, 2_880],
    ["five hours", 300, 300],
  ])("is within the platform's bounds where its store says %s", async (_, lateMinutes, minutes) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await api.services.db.update(stores).set({ lateMinutes });
    expect(await takenFor(world)).toBe(minutes);
  });

  it("follows the platform's bounds as they are when the order ends, the least before the most", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await api.services.db.update(stores).set({ lateMinutes: 120 });
    const set = async (key: string, value: number) => {
      const by = { as: testKeys.admin, key: randomUUID() };
      const { error } = await call(api.url, "platform.settings.update", { key, value }, by);
      expect(error).toBeNull();
    };
    await set("payments.late_minutes_most", 90);
    expect(await takenFor(world)).toBe(90);
    await set("payments.late_minutes_least", 150);
    expect(await takenFor(world)).toBe(150);
  });

  it("goes on as it was where support found nothing, and does not begin again", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { db } = api.services;
    const orderId = await late(world);
    const lateUntil = new Date(Date.now() + 600_000);
    await db.update(payIns).set({ lateUntil }).where(eq(payIns.id, orderId));
    await resolve(world, orderId, "unpaid");
    expect(await releasedAt(world, orderId)).toEqual(lateUntil);
    await find(world, orderId, "10000");
    const past = { lateUntil: new Date(Date.now() - 1_000) };
    await db.update(payIns).set(past).where(eq(payIns.id, orderId));
    await resolve(world, orderId, "unpaid");
    const released = await releasedAt(world, orderId);
    expect(released?.getTime()).toBeGreaterThan(past.lateUntil.getTime());
    expect(released?.getTime()).toBeLessThan(Date.now() + 5_000);
    // Also where the sum is still kept for it.
    await db.update(requisiteSlots).set({ releasedAt: lateUntil });
    const asked = { orderId, received: roubles("10000") };
    const { error } = await world.ask("foundMoney", asked, world.as.trader);
    expect(error).toMatchObject({
      reason: "payments.late_over",
      details: { orderId, until: past.lateUntil.toISOString() },
    });
  });
});

async function releasedAt({ api }: PayInWorld, orderId: string): Promise<Date | null | undefined> {
  const ofIt = eq(requisiteSlots.orderId, orderId);
  const [slot] = await api.services.db.select().from(requisiteSlots).where(ofIt);
  return slot?.releasedAt;
}

/** For so many minutes after an order's end: of the order, and of the sum that nobody else is asked for. */
async function takenFor(world: PayInWorld): Promise<number> {
  const { db } = world.api.services;
  const { id: orderId } = await world.create();
  await world.overdue(orderId);
  const [row] = await db.select().from(payIns).where(eq(payIns.id, orderId));
  const [slot] = await db.select().from(requisiteSlots).where(eq(requisiteSlots.orderId, orderId));
  expect(slot?.releasedAt).toEqual(row?.lateUntil);
  return ((row?.lateUntil?.getTime() ?? 0) - (row?.endedAt?.getTime() ?? 0)) / 60_000;
}

/** Late money that was found when all that there is was held for others. */
async function withoutCollateral(world: PayInWorld): Promise<string> {
  const { db } = world.api.services;
  await db.update(requisites).set({ parallelCap: 100 });
  const { id: orderId } = await world.create();
  await world.overdue(orderId);
  for (const amount of ["9000", "1000"])
    while ((await world.create({ money: roubles(amount) })).state === "assigned");
  await find(world, orderId, "10000");
  const [row] = await db.select().from(payIns).where(eq(payIns.id, orderId));
  expect(row).toMatchObject({ state: "late_review", holdId: null });
  return orderId;
}

async function reverse(world: PayInWorld, orderId: string): Promise<void> {
  await world.ask("contest", { orderId, why: "sent back" }, world.as.support);
  const decided = { orderId, as: "reversed", why: "the bank confirms" };
  const { data } = await world.ask("decide", decided, world.as.support);
  expect(data).toMatchObject({ state: "reversed" });
}
