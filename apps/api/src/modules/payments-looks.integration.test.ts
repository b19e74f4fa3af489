import { matchPayIns } from "@mainstay/core/payments/pay-ins/match-pay-ins";
import { offerPayOuts } from "@mainstay/core/payments/pay-outs/offer-pay-outs";
import { orderLooks, payIns, payOuts, traders } from "@mainstay/db";
import { payInWorld, payOutWorld, type TestApi, testApi, testDatabase } from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const jobs = {
  "pay-in": async (api: TestApi) => ({
    world: await payInWorld(api),
    look: () => matchPayIns({ ...api.services, signal: new AbortController().signal }),
    orders: payIns,
    found: "assigned",
  }),
  "pay-out": async (api: TestApi) => ({
    world: await payOutWorld(api),
    look: () => offerPayOuts({ ...api.services, signal: new AbortController().signal }),
    orders: payOuts,
    found: "offered",
  }),
};
type Kind = keyof typeof jobs;

/** The trader is there, or away. */
const beThere = ({ services }: TestApi, online: boolean) =>
  services.db
    .update(traders)
    .set({ onlineUntil: online ? new Date(Date.now() + 3_600_000) : null });
/** Seconds until each order is looked at again, least first. */
const waits = async ({ services }: TestApi): Promise<number[]> => {
  const { rows } = await services.db.execute<{ wait: number }>(sql`
    select extract(epoch from next_at - now())::float8 as wait from ${orderLooks} order by 1`);
  return rows.map(({ wait }) => wait);
};

describe.each<Kind>(["pay-in", "pay-out"])("a %s that found nobody", (kind) => {
  it("is looked at again after two seconds and longer each time up to ten, and not before", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { world, look, orders, found } = await jobs[kind](api);
    await beThere(api, false);
    const { id } = await world.create();
    for (const most of [2, 4, 6, 8, 10, 10]) {
      await look();
      const [wait = 0] = await waits(api);
      expect(wait).toBeGreaterThan(most * 0.8 - 1);
      expect(wait).toBeLessThanOrEqual(most);
      await look();
      expect(await waits(api)).toHaveLength(1);
      const [row] = await database.db.select().from(orderLooks);
      await database.db.update(orderLooks).set({ nextAt: new Date(Date.now() - 1) });
      expect(row?.orderId).toBe(id);
    }
    expect(await database.db.select().from(orderLooks)).toMatchObject([{ looks: 6 }]);
    await beThere(api, true);
    await look();
    const [row] = await database.db.select().from(orders).where(eq(orders.id, id));
    expect(row?.state).toBe(found);
    expect(await database.db.select().from(orderLooks)).toEqual([]);
  });

  it("keeps none that could find somebody waiting, however many there are", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { world, look, orders, found } = await jobs[kind](api);
    await beThere(api, false);
    const { id } = await world.create();
    // Of a method that nobody takes.
    const { db } = database;
    const [model] = await db.select().from(orders).where(eq(orders.id, id));
    const many = Array.from({ length: 250 }, (_, at) => ({
      ...model,
      id: crypto.randomUUID(),
      reference: `many ${at}`,
      method: "account",
      createdAt: new Date(Date.now() - 60_000),
    }));
    await db.insert(orders).values(many as never);
    const looked = () => db.$count(orderLooks);
    const ends: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      if (run === 2) await beThere(api, true);
      await look();
      ends.push(await looked());
    }
    // A hundred a run; the last one is found among the rest, and is looked for no more.
    expect(ends).toEqual([100, 200, 250]);
    const [row] = await db.select().from(orders).where(eq(orders.id, id));
    expect(row?.state).toBe(found);
  });
});

describe("of two that wait", () => {
  it("the one whose look is due the longer comes first, also before one that comes to be made meanwhile", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { world, look } = await jobs["pay-in"](api);
    await beThere(api, false);
    const first = await world.create();
    const second = await world.create();
    await look();
    const { db } = database;
    const due = (id: string, seconds: number) =>
      db
        .update(orderLooks)
        .set({ nextAt: new Date(Date.now() - seconds * 1_000) })
        .where(eq(orderLooks.orderId, id));
    await due(first.id, 10);
    await due(second.id, 30);
    await beThere(api, true);
    await db.update(traders).set({ parallelCap: 1 });
    await look();
    const states = await db.select({ id: payIns.id, state: payIns.state }).from(payIns);
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [first.id]: "matching",
      [second.id]: "assigned",
    });
  });
});
