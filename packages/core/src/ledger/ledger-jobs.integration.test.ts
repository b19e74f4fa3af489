import { randomUUID } from "node:crypto";
import { foldAccounts, reconcileLedger, voidExpiredHolds } from "@mainstay/contracts";
import { ledgerReconciliations, ledgerTails, transaction } from "@mainstay/db";
import {
  anyMove,
  fund,
  queueBackends,
  testDatabase,
  testWorker,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { enqueue } from "../platform/index.ts";
import { foldAccounts as fold } from "./accounts/fold-accounts.ts";
import { balanceOf } from "./accounts/standing.ts";
import { hold } from "./holds/hold.ts";
import { voidExpiredHolds as voidExpired } from "./holds/void-expired-holds.ts";
import { reconcileLedger as look } from "./reconciliation/reconcile-ledger.ts";

describe.each(queueBackends())("the ledger's worker on $name", (on) => {
  it("folds what accounts gained, voids holds that ran out, and keeps what it found", async () => {
    await using database = await testDatabase();
    await using worker = await testWorker(database, {
      on,
      jobs: { foldAccounts, reconcileLedger, voidExpiredHolds },
      handlers: { foldAccounts: fold, reconcileLedger: look, voidExpiredHolds: voidExpired },
    });
    const { db, reference } = worker.services;
    const ctx = { reference, fail: thrown };
    const ann = wallet(randomUUID());
    await fund(ctx, db, ann, 100n);
    const expiresAt = new Date(Date.now() - 1);
    await hold(ctx, db, {
      id: randomUUID(),
      kind: anyMove,
      ref: "test:1",
      from: ann,
      amount: 40n,
      expiresAt,
    });
    expect(await balanceOf(db, ann)).toMatchObject({ held: 40n });
    await transaction(db, (tx) => enqueue(tx, voidExpiredHolds, {}));
    await expect.poll(() => balanceOf(db, ann), { timeout: 10_000 }).toMatchObject({ held: 0n });
    await transaction(db, (tx) => enqueue(tx, foldAccounts, {}));
    await expect.poll(() => db.$count(ledgerTails), { timeout: 10_000 }).toBe(0);
    await transaction(db, (tx) => enqueue(tx, reconcileLedger, {}));
    const kept = () => db.select().from(ledgerReconciliations);
    // The schedule looks, too.
    const looked = { by: "system", clean: true, found: 0, accounts: 3n, transfers: 3n };
    await expect.poll(kept, { timeout: 10_000 }).toContainEqual(expect.objectContaining(looked));
  });
});
