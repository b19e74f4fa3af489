import { randomUUID } from "node:crypto";
import { reconcile } from "@mainstay/core";
import { ledgerTransfers, movements } from "@mainstay/db";
import {
  adminPerson,
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
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const stateOf = ({ data }: Called) => (data as { state: string }).state;
const clean = async ({ db }: TestDatabase) =>
  expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] });

describe("at once", () => {
  it("many who approve and reject a movement are one who decides, and its money moves once or never", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const [one, other, third] = [
      await adminPerson(api),
      await adminPerson(api),
      await adminPerson(api),
    ];
    let approved = 0n;
    for (let round = 0; round < 6; round += 1) {
      const movementId = idOfMade(
        await changeMovements(api, "record", movementInput(merchant), one),
      );
      const told = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          index % 3 === 2
            ? changeMovements(api, "reject", { movementId, why: "no need" }, one)
            : changeMovements(api, "approve", { movementId }, index % 3 === 0 ? other : third),
        ),
      );
      const done = told.filter(({ status }) => status === 200);
      expect(done).toHaveLength(1);
      const reasons = new Set(told.flatMap(({ error }) => error?.reason ?? []));
      expect([...reasons]).toEqual(["payments.movement_decided"]);
      if (done.map(stateOf)[0] === "approved") approved += 1n;
    }
    expect(BigInt(await database.db.$count(ledgerTransfers))).toBe(approved);
    expect(await availableOn(api, merchant)).toBe(approved * 12_500_000n);
    await clean(database);
  });

  it("eight who record the same outside reference are one who does", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant, collateral, earnings, team } = await movableOwners(api);
    const admins = [await adminPerson(api), await adminPerson(api)];
    for (let round = 0; round < 6; round += 1) {
      const outsideReference = randomUUID();
      const told = await Promise.all(
        [merchant, collateral, earnings, team, merchant, collateral, earnings, team].map(
          (about, index) =>
            changeMovements(
              api,
              "record",
              movementInput(about, { outsideReference }),
              admins[index % 2] ?? "",
            ),
        ),
      );
      const [made, ...more] = told.filter(({ status }) => status === 200);
      expect(more).toEqual([]);
      const refused = told.filter(({ error }) => error);
      expect(refused).toHaveLength(7);
      for (const { error } of refused)
        expect(error).toMatchObject({
          reason: "payments.movement_repeated",
          details: { movementId: made && idOfMade(made) },
        });
    }
    expect(await database.db.$count(movements)).toBe(6);
  });

  it("recording a reference again races with rejecting it, and is either refused or made", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { merchant } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    for (let round = 0; round < 8; round += 1) {
      const input = movementInput(merchant);
      const movementId = idOfMade(await changeMovements(api, "record", input, one));
      const told = await Promise.all([
        changeMovements(api, "reject", { movementId, why: "no need" }, other),
        ...Array.from({ length: 4 }, () => changeMovements(api, "record", input, one)),
      ]);
      const made = told.slice(1).filter(({ status }) => status === 200);
      expect(told[0]?.status).toBe(200);
      expect(made.length).toBeLessThan(2);
      const reasons = told.slice(1).flatMap(({ error }) => error?.reason ?? []);
      expect([...new Set(reasons)]).toEqual(["payments.movement_repeated"]);
    }
  });

  it("withdrawals of the same funds are paid as far as these go", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { earnings } = await movableOwners(api);
    const [one, other] = [await adminPerson(api), await adminPerson(api)];
    for (let round = 0; round < 3; round += 1) {
      await fundMovable(api, earnings, 2n * 12_500_000n);
      const made = await Promise.all(
        Array.from({ length: 5 }, () =>
          changeMovements(api, "record", movementInput(earnings, { kind: "withdrawal" }), one),
        ),
      );
      const told = await Promise.all(
        made.map((each) => changeMovements(api, "approve", { movementId: idOfMade(each) }, other)),
      );
      expect(told.filter(({ status }) => status === 200)).toHaveLength(2);
      expect(new Set(told.flatMap(({ error }) => error?.reason ?? []))).toEqual(
        new Set(["ledger.insufficient_funds"]),
      );
      expect(await availableOn(api, earnings)).toBe(0n);
    }
    await clean(database);
  });
});
