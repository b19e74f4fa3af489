import { matchPayIns } from "@mainstay/core/payments/pay-ins/match-pay-ins";
import { offerPayOuts } from "@mainstay/core/payments/pay-outs/offer-pay-outs";
import { orderLooks, payIns, payOuts, traders } from "@mainstay/db";
import { payInWorld, payOutWorld, testApi, testDatabase } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const kinds = {
  "pay-in": { worldOf: payInWorld, run: matchPayIns, orders: payIns, found: "assigned" },
  "pay-out": { worldOf: payOutWorld, run: offerPayOuts, orders: payOuts, found: "offered" },
} as const;

describe.each(["pay-in", "pay-out"] as const)("a %s where money is real", (kind) => {
  it("is given to no trader of a sandbox, also of that merchant's", async () => {
    const { worldOf, run, orders, found } = kinds[kind];
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await worldOf(api);
    const { db } = api.services;
    await db.update(traders).set({ onlineUntil: null });
    const { id } = await world.create();
    const sandbox = { sandboxMerchantId: world.store.merchantId };
    const onlineUntil = new Date(Date.now() + 3_600_000);
    await db
      .update(traders)
      .set({ ...sandbox, onlineUntil })
      .where(eq(traders.id, world.trader.id));
    const stateWith = async (keyKind: "live" | "test") => {
      await db.delete(orderLooks);
      await run({ ...api.services, keyKind, signal: new AbortController().signal });
      const [row] = await db.select().from(orders).where(eq(orders.id, id));
      return row?.state;
    };
    expect(await stateWith("live")).toBe("matching");
    expect(await stateWith("test")).toBe(found);
  });
});
