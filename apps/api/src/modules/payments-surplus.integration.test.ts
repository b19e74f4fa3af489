import { reconcile } from "@mainstay/core";
import { type PayInWorld, payInWorld, testApi, testDatabase } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const roubles = (amount: string) => ({ amount, currency: "RUB" });
const why = "the bank's statement says so";

const stateOf: Record<string, (world: PayInWorld, orderId: string) => Promise<unknown>> = {
  amount_review: ({ ask, as }, orderId) =>
    ask("reportSum", { orderId, received: roubles("12000") }, as.trader),
  async late_review({ ask, as, overdue }, orderId) {
    await overdue(orderId);
    await ask("foundMoney", { orderId, received: roubles("12000") }, as.trader);
  },
};

describe("more than was payable", () => {
  it.each(Object.keys(stateOf))(
    "that came for one in %s stays on the order, and no more than was payable is settled",
    async (state) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const world = await payInWorld(api);
      const { id: orderId } = await world.create();
      await stateOf[state]?.(world, orderId);
      const part = { orderId, as: "part", why };
      expect((await world.ask("resolve", part, world.as.support)).error).toMatchObject({
        reason: "payments.received_unfit",
      });
      const full = { orderId, as: "full", why };
      const { data } = await world.ask("resolve", full, world.as.support);
      expect(data).toMatchObject({ state: "completed", received: roubles("12000.00") });
      for (const as of Object.values(world.as))
        expect((await world.look("get", { orderId }, as)).data).toMatchObject({
          payable: roubles("10000.00"),
          received: roubles("12000.00"),
        });
      expect(await world.money()).toMatchObject({
        "trader.collateral": 900_000_000n,
        "merchant.balance": 95_000_000n,
      });
      expect((await reconcile(api.services.db, { by: "test" })).findings).toEqual([]);
    },
  );

  it("is what support says it is: recorded where it differs, and refused where it is less than was asked for", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const disputed = async () => {
      const { id: orderId } = await world.create();
      await world.ask("claimPaid", { orderId }, world.as.merchant);
      await world.ask("dispute", { orderId, why }, world.as.trader);
      return orderId;
    };
    const resolve = (orderId: string, amount: string) =>
      world.ask(
        "resolve",
        { orderId, as: "full", received: roubles(amount), why },
        world.as.support,
      );
    const orderId = await disputed();
    expect((await resolve(orderId, "9999.99")).error).toMatchObject({
      reason: "payments.received_unfit",
      details: { amount: "9999.99" },
    });
    expect((await resolve(orderId, "10500")).data).toMatchObject({
      state: "completed",
      received: roubles("10500.00"),
    });
    // The sum of the first is still taken, and this is what the second one's payer was shown.
    expect((await resolve(await disputed(), "10000.01")).data).toMatchObject({ received: null });
    expect(await world.money()).toMatchObject({
      "trader.collateral": 799_999_900n,
      "platform.rounding": 100n,
      "merchant.balance": 190_000_000n,
    });
  });
});
