import { randomUUID } from "node:crypto";
import { accountId, ledgerChecks } from "@mainstay/core";
import { ledgerReconciliations } from "@mainstay/db";
import {
  fees,
  fund,
  runCli,
  testDatabase,
  type TestDatabase,
  testProcess,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

async function withMoney(database: TestDatabase): Promise<void> {
  await using process = await testProcess(database);
  const { db, reference } = process.services;
  const ctx = { reference, fail: thrown };
  await fund(ctx, db, wallet(randomUUID()), 10n);
  await fund(ctx, db, fees(), 10n);
}

describe("ledger verify", () => {
  it("says of each check that it holds, and keeps that it looked", async () => {
    await using database = await testDatabase();
    await withMoney(database);
    const { code, out } = await runCli(["ledger", "verify"], { on: database });
    expect(out.trimEnd().split("\n")).toEqual([
      ...ledgerChecks.map(({ name, about }) => `ok  ${name}: ${about}`),
      "The books are clean: 3 accounts, 2 transfers.",
    ]);
    expect(code).toBe(0);
    expect(await database.db.select().from(ledgerReconciliations)).toMatchObject([
      { by: "system:cli", clean: true },
    ]);
  });

  it("exits with 1 where the books are not clean, and prints what is wrong with what", async () => {
    await using database = await testDatabase();
    await withMoney(database);
    await database.admin(`insert into ledger_tails values ('${accountId(fees())}', 0, 5, 0, 0)`);
    const { code, out } = await runCli(["ledger", "verify"], { on: database });
    expect(out).toContain("BAD currency: ");
    expect(out).toContain("      USDT debits are 20 and credits 25;");
    expect(out).toContain("BAD balance: ");
    expect(out).toContain(`      ${accountId(fees())} stands at debits 0, credits 15;`);
    expect(out).toContain("ok  versions: ");
    expect(out).toContain("The books are not clean: 2 found.\n");
    expect(code).toBe(1);
  });
});
