import { randomUUID } from "node:crypto";
import { ledgerTails } from "@mainstay/db";
import { fees, fund, outside, testDatabase, testProcess, thrown, wallet } from "@mainstay/testing";
import { expect, it } from "vitest";
import { reconcile } from "../reconciliation/reconcile.ts";
import { foldTails } from "./fold-accounts.ts";
import { balanceOf } from "./standing.ts";

const most = 2n ** 63n - 1n;

it("an account whose row has no room for its tail keeps it, stands right, and keeps no other from being folded", async () => {
  await using database = await testDatabase();
  await using process = await testProcess(database);
  const { db, reference } = process.services;
  const ctx = { reference, fail: thrown };
  for (const amount of [most, most, 5n]) await fund(ctx, db, wallet(randomUUID()), amount);
  await fund(ctx, db, fees("RUB"), 7n);
  expect(await foldTails(db)).toBe(2);
  expect(await db.$count(ledgerTails)).toBe(3);
  expect(await balanceOf(db, outside())).toMatchObject({ balance: 2n * most + 5n });
  expect(await balanceOf(db, outside("RUB"))).toMatchObject({ balance: 7n });
  expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] });
});
