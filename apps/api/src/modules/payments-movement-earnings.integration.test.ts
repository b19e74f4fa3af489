import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { ledgerTransfers } from "@mainstay/db";
import {
  availableOn,
  changeMovements,
  fundMovable,
  idOfMade,
  leadPerson,
  merchantPerson,
  movableOwners,
  supportPerson,
  testApi,
  testDatabase,
  testMerchant,
  testTrader,
  traderPerson,
  usdt,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

describe("earnings", () => {
  it("become collateral at once where their trader says so, and never the other way round", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { collateral, earnings } = await movableOwners(api);
    const traderId = earnings.owner.id;
    await fundMovable(api, earnings, 12_500_000n);
    await fundMovable(api, collateral, 1_000_000n);
    const input = { traderId, money: usdt("2.5") };
    const as = await traderPerson(api, traderId);
    const key = randomUUID();
    const told = await changeMovements(api, "moveEarnings", input, as, key);
    expect(told.data).toEqual({
      id: expect.any(String),
      moved: usdt("2.500000"),
      earnings: usdt("10.000000"),
      collateral: usdt("3.500000"),
    });
    expect((await changeMovements(api, "moveEarnings", input, as, key)).data).toEqual(told.data);
    const back = { ...input, money: usdt("-1") };
    const refused = await changeMovements(api, "moveEarnings", back, as);
    expect(refused.error?.reason).toBe("ledger.amount_negative");
    expect(await availableOn(api, earnings)).toBe(10_000_000n);
    expect(await availableOn(api, collateral)).toBe(3_500_000n);
    const id = idOfMade(told);
    const rows = await database.db
      .select()
      .from(ledgerTransfers)
      .where(eq(ledgerTransfers.code, "payments.earnings_moved"));
    expect(rows).toMatchObject([{ journalId: id, refKind: "trader", refId: traderId }]);
    expect(await reconcile(database.db, { by: "test" })).toMatchObject({ findings: [] });
  });

  it.each([
    ["more than there is", { money: usdt("12.500001") }, "ledger.insufficient_funds"],
    ["nothing", { money: usdt("0") }, "ledger.amount_zero"],
    ["too many digits", { money: usdt("0.0000001") }, "ledger.amount_too_precise"],
    ["too much", { money: usdt("9".repeat(20)) }, "ledger.amount_too_large"],
    [
      "another currency",
      { money: { amount: "1", currency: "RUB" } },
      "payments.movement_currency_unfit",
    ],
  ])("do not move by %s", async (_name, changes, reason) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { collateral, earnings } = await movableOwners(api);
    const traderId = earnings.owner.id;
    await fundMovable(api, earnings, 12_500_000n);
    const input = { traderId, ...changes };
    const as = await traderPerson(api, traderId);
    expect((await changeMovements(api, "moveEarnings", input, as)).error?.reason).toBe(reason);
    expect(await availableOn(api, earnings)).toBe(12_500_000n);
    expect(await availableOn(api, collateral)).toBe(0n);
  });

  it("of somebody else are answered as if there were no such trader", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { earnings, team, merchant } = await movableOwners(api);
    await fundMovable(api, earnings, 12_500_000n);
    const other = (await testTrader(database.db)).id;
    const shop = (await testMerchant(database.db)).id;
    const money = usdt("1");
    const as = await traderPerson(api, other);
    for (const traderId of [earnings.owner.id, randomUUID(), merchant.owner.id, shop]) {
      const { error } = await changeMovements(api, "moveEarnings", { traderId, money }, as);
      expect(error).toMatchObject({
        kind: "not_found",
        reason: "payments.trader_unknown",
        details: { traderId },
      });
    }
    // A trader whom nobody has made cannot be given earnings to move either.
    const unmade = randomUUID();
    const input = { traderId: unmade, money };
    const told = await changeMovements(api, "moveEarnings", input, await traderPerson(api, unmade));
    expect(told.error?.reason).toBe("payments.trader_unknown");
    for (const person of [
      await leadPerson(api, team.owner.id),
      await merchantPerson(api, merchant.owner.id),
      await supportPerson(api),
    ]) {
      const own = { traderId: earnings.owner.id, money };
      const { error } = await changeMovements(api, "moveEarnings", own, person);
      expect(error?.reason).toBe("request.forbidden");
    }
    expect(await availableOn(api, earnings)).toBe(12_500_000n);
  });

  it("that many calls move at once move as far as they go", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { collateral, earnings } = await movableOwners(api);
    const traderId = earnings.owner.id;
    const as = await traderPerson(api, traderId);
    for (let round = 1n; round <= 4n; round += 1n) {
      await fundMovable(api, earnings, 3_000_000n);
      const told = await Promise.all(
        Array.from({ length: 8 }, () =>
          changeMovements(api, "moveEarnings", { traderId, money: usdt("1") }, as),
        ),
      );
      expect(told.filter(({ status }) => status === 200)).toHaveLength(3);
      expect(new Set(told.flatMap(({ error }) => error?.reason ?? []))).toEqual(
        new Set(["ledger.insufficient_funds"]),
      );
      expect(await availableOn(api, earnings)).toBe(0n);
      expect(await availableOn(api, collateral)).toBe(round * 3_000_000n);
    }
  });
});
