import { randomUUID } from "node:crypto";
import type { DomainError } from "@mainstay/contracts";
import { transaction } from "@mainstay/db";
import { fees, move, outside, testDatabase, testProcess, thrown, wallet } from "@mainstay/testing";
import { expect, it } from "vitest";
import { reconcile } from "../reconciliation/reconcile.ts";
import { postJournal } from "./post-journal.ts";
import { postJournals } from "./post-journals.ts";

it("a floor is kept on an account that another caller opens at the same moment", async () => {
  await using database = await testDatabase();
  await using process = await testProcess(database);
  const { db, reference } = process.services;
  const ctx = { reference, fail: thrown };
  const undone = new Error("undone");
  for (let round = 0; round < 150; round += 1) {
    const people = Array.from({ length: 8 }, () => wallet(randomUUID()));
    // The process believes that they exist, and first asks without opening them.
    const opened = transaction(db, async (tx) => {
      await postJournals(
        ctx,
        tx,
        people.map((one) => move(outside(), one, 1n)),
      );
      throw undone;
    });
    await expect(opened).rejects.toBe(undone);
    const told = await Promise.all(
      people
        .flatMap((one) => [one, one, one])
        .map((one) =>
          postJournal(ctx, db, move(one, fees(), 1n)).then(
            () => "posted",
            (error: DomainError) => error.reason,
          ),
        ),
    );
    expect(new Set(told)).toEqual(new Set(["ledger.insufficient_funds"]));
  }
  expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] });
});
