import {
  call,
  fundTrader,
  liftLimits,
  type PayInWorld,
  payInWorld,
  testApi,
  testDatabase,
  testRequisite,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { payIns, requisites, traders, traderTurns } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const plenty = { parallelCap: 100 };

async function oneMore({ api }: PayInWorld, options: object = {}): Promise<string> {
  const { services } = api;
  const { id } = await testTrader(services.db, { ...plenty, ...options });
  await testRequisite(services, { traderId: id, ...plenty });
  await fundTrader(services, id, 100_000_000_000n);
  return id;
}
async function worldOf(api: PayInWorld["api"], count: number) {
  const world = await payInWorld(api);
  const { db } = api.services;
  await db.update(traders).set(plenty);
  await db.update(requisites).set(plenty);
  await fundTrader(api.services, world.trader.id, 100_000_000_000n);
  const ids = [world.trader.id];
  while (ids.length < count) ids.push(await oneMore(world));
  return { world, ids };
}

/** Who got each of so many orders, one after the other. */
async function serve({ api, create }: PayInWorld, count: number): Promise<string[]> {
  const served: string[] = [];
  for (let order = 0; order < count; order += 1) {
    const money = { amount: String(1_000 + order), currency: "RUB" };
    const { id } = await create({ money });
    const [row] = await api.services.db.select().from(payIns).where(eq(payIns.id, id));
    served.push(row?.traderId ?? "nobody");
  }
  return served;
}
const countOf = (served: readonly string[], id: string) =>
  served.filter((each) => each === id).length;

describe("turns", () => {
  it(
    "serve equal traders within one order of each other, after each of 300 orders",
    { timeout: 120_000 },
    async () => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      await liftLimits(database);
      const { world, ids } = await worldOf(api, 4);
      const served = await serve(world, 300);
      for (let after = 1; after <= served.length; after += 1) {
        const counts = ids.map((id) => countOf(served.slice(0, after), id));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
      expect(served).not.toContain("nobody");
    },
  );

  it.each(["new", "back after a long time"])(
    "serve one who is %s as often as all others from the first moment on, though one who is ready takes nothing",
    { timeout: 60_000 },
    async (how) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      await liftLimits(database);
      const { world, ids } = await worldOf(api, 4);
      const { db } = api.services;
      // Ready, and without collateral.
      const idle = await testTrader(db, plenty);
      await testRequisite(api.services, { traderId: idle.id, ...plenty });
      const away = { turns: false, onlineUntil: null };
      const comer = await oneMore(world, away);
      if (how !== "new")
        await db.insert(traderTurns).values({
          traderId: comer,
          currency: "RUB",
          method: "card",
          turn: 3n,
          ready: false,
        });
      await serve(world, 40);
      const as = await traderPerson(api, comer);
      const { error } = await call(
        api.url,
        "payments.traders.goOnline",
        { traderId: comer },
        { as },
      );
      expect(error).toBeNull();
      const served = await serve(world, 50);
      // Whatever ten in a row one looks at: two are his, give or take one, as they are everybody's.
      for (let from = 0; from <= 40; from += 1) {
        const ten = served.slice(from, from + 10);
        for (const id of [...ids, comer]) {
          expect(countOf(ten, id)).toBeGreaterThanOrEqual(1);
          expect(countOf(ten, id)).toBeLessThanOrEqual(3);
        }
      }
      expect(countOf(served, idle.id)).toBe(0);
    },
  );
});
