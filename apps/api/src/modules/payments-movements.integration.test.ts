import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { auditRows, deliveries, ledgerTransfers, movements } from "@mainstay/db";
import {
  adminPerson,
  askMovements,
  availableOn,
  type Called,
  changeMovements,
  fundMovable,
  idOfMade,
  movableOwners,
  movementInput,
  testApi,
  type TestDatabase,
  testDatabase,
  testKeys,
  usdt,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const reasonOf = ({ error }: Called): string | undefined => error?.reason;
const clean = async ({ db }: TestDatabase) =>
  expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] });

describe("a movement", () => {
  it("moves money between the outside and any of the owners' accounts once somebody else approves it", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    for (const about of Object.values(await movableOwners(api))) {
      const input = movementInput(about, { note: "As agreed." });
      const recorded = await changeMovements(api, "record", input, one);
      expect(recorded.data).toMatchObject({
        kind: "deposit",
        ...about,
        money: usdt("12.500000"),
        outsideReference: input.outsideReference,
        note: "As agreed.",
        state: "recorded",
        decided: null,
      });
      const movementId = idOfMade(recorded);
      expect(await availableOn(api, about)).toBe(0n);
      expect(reasonOf(await changeMovements(api, "approve", { movementId }, one))).toBe(
        "payments.movement_own",
      );
      const approved = await changeMovements(api, "approve", { movementId }, other);
      expect(approved.data).toMatchObject({ id: movementId, state: "approved" });
      expect(await availableOn(api, about)).toBe(12_500_000n);
      const out = movementInput(about, { kind: "withdrawal", money: usdt("2.500001") });
      const outId = idOfMade(await changeMovements(api, "record", out, other));
      expect(
        reasonOf(await changeMovements(api, "approve", { movementId: outId }, one)),
      ).toBeUndefined();
      expect(await availableOn(api, about)).toBe(9_999_999n);
    }
    const posted = await database.db.select().from(ledgerTransfers);
    const rows = await database.db.select().from(movements);
    expect(posted.map(({ journalId }) => journalId).toSorted()).toEqual(
      rows.map(({ id }) => id).toSorted(),
    );
    await clean(database);
  });

  it("is audited by who did what to it, also where that was refused", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    const movementId = idOfMade(await changeMovements(api, "record", movementInput(merchant), one));
    await changeMovements(api, "approve", { movementId }, one);
    await changeMovements(api, "approve", { movementId }, other);
    const rows = await database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows.map(({ action, outcome, target }) => [action, outcome, target])).toEqual(
      [
        ["record", "done"],
        ["approve", "payments.movement_own"],
        ["approve", "done"],
      ].map(([verb, outcome]) => [`payments.movements.${verb}`, outcome, `movement:${movementId}`]),
    );
    expect(rows[0]?.changes).toMatchObject({ money: usdt("12.5"), ...merchant });
  });

  it("whose funds are not there is refused at its approval, and stays open", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { collateral } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    await fundMovable(api, collateral, 12_499_999n);
    const input = movementInput(collateral, { kind: "withdrawal" });
    const movementId = idOfMade(await changeMovements(api, "record", input, one));
    expect((await changeMovements(api, "approve", { movementId }, other)).error).toMatchObject({
      reason: "ledger.insufficient_funds",
      details: { account: "trader.collateral", currency: "USDT" },
    });
    expect(await availableOn(api, collateral)).toBe(12_499_999n);
    expect(await database.db.$count(deliveries)).toBe(0);
    expect((await askMovements(api, "get", { movementId }, one)).data).toMatchObject({
      state: "recorded",
      decided: null,
    });
    await fundMovable(api, collateral, 1n);
    expect((await changeMovements(api, "approve", { movementId }, other)).status).toBe(200);
    expect(await availableOn(api, collateral)).toBe(0n);
  });

  it("for which the account has no room is refused at its approval", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    await fundMovable(api, merchant, 2n ** 63n - 1n);
    const input = movementInput(merchant, { money: usdt("0.000001") });
    const movementId = idOfMade(await changeMovements(api, "record", input, one));
    expect(reasonOf(await changeMovements(api, "approve", { movementId }, other))).toBe(
      "ledger.balance_too_large",
    );
    const { data } = await askMovements(api, "get", { movementId }, one);
    expect(data).toMatchObject({ state: "recorded" });
  });

  it("is rejected with a reason, also by who recorded it; then its reference is free again", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    const input = movementInput(merchant);
    for (const as of [one, other]) {
      const movementId = idOfMade(await changeMovements(api, "record", input, one));
      const rejected = await changeMovements(
        api,
        "reject",
        { movementId, why: "Of another day." },
        as,
      );
      expect(rejected.data).toMatchObject({
        state: "rejected",
        decided: { why: "Of another day." },
      });
      for (const name of ["approve", "reject"]) {
        const again = { movementId, ...(name === "reject" ? { why: "too late" } : {}) };
        expect((await changeMovements(api, name, again, other)).error).toMatchObject({
          reason: "payments.movement_decided",
          details: { state: "rejected" },
        });
      }
    }
    const movementId = idOfMade(await changeMovements(api, "record", input, one));
    expect((await changeMovements(api, "approve", { movementId }, other)).status).toBe(200);
    expect(
      reasonOf(await changeMovements(api, "reject", { movementId, why: "too late" }, one)),
    ).toBe("payments.movement_decided");
    expect(await availableOn(api, merchant)).toBe(12_500_000n);
  });

  it("is recorded once an outside reference and kind, whoever's it is said to be", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant, team } = await movableOwners(api);
    const outsideReference = "0xabc";
    const inCapitals = "0xABC";
    const input = movementInput(merchant, { outsideReference });
    const movementId = idOfMade(await changeMovements(api, "record", input, testKeys.admin));
    for (const about of [merchant, team]) {
      const again = movementInput(about, {
        outsideReference: ` ${inCapitals} `,
        money: usdt("7"),
      });
      expect((await changeMovements(api, "record", again, testKeys.admin)).error).toMatchObject({
        kind: "conflict",
        reason: "payments.movement_repeated",
        details: { movementId, movement: "deposit", outsideReference: inCapitals },
      });
    }
    const out = movementInput(team, { kind: "withdrawal", outsideReference });
    expect((await changeMovements(api, "record", out, testKeys.admin)).status).toBe(200);
  });

  it.each([
    [
      "an account of another kind of owner",
      { account: "team.earnings" },
      "payments.movement_account_unfit",
    ],
    ["an account that only the house has", { account: "platform.fees" }, "request.invalid"],
    ["a debt's account", { account: "merchant.receivable" }, "request.invalid"],
    [
      "another currency",
      { money: { amount: "1", currency: "RUB" } },
      "payments.movement_currency_unfit",
    ],
    ["no amount", { money: usdt("0.000000") }, "ledger.amount_zero"],
    ["a negative amount", { money: usdt("-1") }, "ledger.amount_negative"],
    ["too many digits", { money: usdt("0.0000001") }, "ledger.amount_too_precise"],
    ["too much", { money: usdt("9".repeat(20)) }, "ledger.amount_too_large"],
    [
      "an unknown merchant",
      { owner: { kind: "merchant", id: randomUUID() } },
      "payments.merchant_unknown",
    ],
    [
      "an unknown trader",
      { owner: { kind: "trader", id: randomUUID() }, account: "trader.earnings" },
      "payments.trader_unknown",
    ],
    [
      "an unknown team",
      { owner: { kind: "team", id: randomUUID() }, account: "team.earnings" },
      "payments.team_unknown",
    ],
    ["an empty reference", { outsideReference: "  " }, "request.invalid"],
    ["a reference that looks like another", { outsideReference: "0xa\u200bb" }, "request.invalid"],
    ["a reference of a page", { outsideReference: "x".repeat(201) }, "request.invalid"],
  ])("is not recorded with %s", async (_name, changes, reason) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const { error } = await changeMovements(
      api,
      "record",
      movementInput(merchant, changes),
      testKeys.admin,
    );
    expect(error?.reason).toBe(reason);
    expect(await database.db.$count(movements)).toBe(0);
  });

  it("of one kind of owner is not recorded for another with the same id", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant, collateral } = await movableOwners(api);
    const owner = { kind: "trader", id: merchant.owner.id };
    const { error } = await changeMovements(
      api,
      "record",
      movementInput(collateral, { owner }),
      testKeys.admin,
    );
    expect(error?.reason).toBe("payments.trader_unknown");
  });
});
