import { randomUUID } from "node:crypto";
import type { DomainError } from "@mainstay/contracts";
import { ledgerHoldExpiries, ledgerTransfers, transaction } from "@mainstay/db";
import {
  anyMove,
  clearing,
  fees,
  fund,
  move,
  outside,
  testDatabase,
  testProcess,
  type TestDatabase,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { accountId } from "../accounts/account-id.ts";
import { balanceOf } from "../accounts/standing.ts";
import { openAccount } from "../posting/post-drafts.ts";
import { postJournal } from "../posting/post-journal.ts";
import { reverseJournal } from "../posting/reverse-journal.ts";
import { reconcile } from "../reconciliation/reconcile.ts";
import { hold } from "./hold.ts";
import { settleHold } from "./settle-hold.ts";
import { voidLapsed } from "./void-expired-holds.ts";
import { voidHold } from "./void-hold.ts";

async function books(database: TestDatabase) {
  const process = await testProcess(database);
  const { reference, db } = process.services;
  const ctx = { reference, fail: thrown };
  const ann = wallet(randomUUID());
  await fund(ctx, db, ann, 100n);
  return {
    ctx,
    db,
    ann,
    clean: async () => expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] }),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
const head = () => ({ id: randomUUID(), kind: anyMove, ref: "test:1" }) as const;
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: DomainError) => error.reason ?? String(error),
  );

describe("a hold", () => {
  it("keeps money where it is and from everything else, until it is settled", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const held = { ...head(), from: ann, amount: 70n };
    await hold(ctx, db, held);
    expect(await hold(ctx, db, held)).toEqual({ id: held.id, repeated: true });
    expect(await balanceOf(db, ann)).toEqual({ balance: 100n, held: 70n, available: 30n });
    expect(await reasonOf(postJournal(ctx, db, move(ann, fees(), 31n)))).toBe(
      "ledger.insufficient_funds",
    );
    const bob = wallet(randomUUID());
    const settled = {
      ...head(),
      hold: held.id,
      to: [
        { account: bob, amount: 60n },
        { account: fees(), amount: 5n },
      ],
    };
    await settleHold(ctx, db, settled);
    expect(await settleHold(ctx, db, settled)).toEqual({ id: settled.id, repeated: true });
    expect(await balanceOf(db, ann)).toEqual({ balance: 35n, held: 0n, available: 35n });
    expect(await balanceOf(db, bob)).toMatchObject({ balance: 60n });
    expect(await balanceOf(db, clearing())).toMatchObject({ balance: 0n, held: 0n });
    await at.clean();
  });

  it("is given back when it is voided, and is ended once", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const held = { ...head(), from: ann, amount: 70n };
    await hold(ctx, db, held);
    await voidHold(ctx, db, { ...head(), hold: held.id });
    expect(await balanceOf(db, ann)).toEqual({ balance: 100n, held: 0n, available: 100n });
    const again = [
      voidHold(ctx, db, { ...head(), hold: held.id }),
      settleHold(ctx, db, { ...head(), hold: held.id, to: [{ account: fees(), amount: 1n }] }),
    ];
    for (const one of again) expect(await reasonOf(one)).toBe("ledger.hold_resolved");
    await at.clean();
  });

  it.each([
    ["more than is held", 71n, "ledger.hold_exceeded"],
    ["nothing", 0n, "ledger.amount_zero"],
  ])("is not settled for %s", async (_name, amount, reason) => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const held = { ...head(), from: ann, amount: 70n };
    await hold(ctx, db, held);
    const settled = { ...head(), hold: held.id, to: [{ account: fees(), amount }] };
    expect(await reasonOf(settleHold(ctx, db, settled))).toBe(reason);
    expect(await balanceOf(db, ann)).toMatchObject({ held: 70n });
    expect(await db.$count(ledgerTransfers)).toBe(2);
    await at.clean();
  });

  it("that there is not is not settled or voided, nor is what is no hold", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const { id } = await postJournal(ctx, db, move(ann, fees(), 1n));
    for (const holdId of [randomUUID(), id]) {
      const settled = { ...head(), hold: holdId, to: [{ account: fees(), amount: 1n }] };
      expect(await reasonOf(settleHold(ctx, db, settled))).toBe("ledger.hold_unknown");
      const voided = { ...head(), hold: holdId };
      expect(await reasonOf(voidHold(ctx, db, voided))).toBe("ledger.hold_unknown");
    }
    await at.clean();
  });

  it("is ended by one of 64 that settle and void it at once, and the others are told", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    for (let round = 0; round < 5; round += 1) {
      const held = { ...head(), from: ann, amount: 10n };
      await hold(ctx, db, held);
      const told = await Promise.all(
        Array.from({ length: 64 }, (_, index) =>
          reasonOf(
            index % 2 === 0
              ? settleHold(ctx, db, {
                  ...head(),
                  hold: held.id,
                  to: [{ account: fees(), amount: 10n }],
                })
              : voidHold(ctx, db, { ...head(), hold: held.id }),
          ),
        ),
      );
      expect(told.filter((one) => one === "done")).toHaveLength(1);
      expect(told.filter((one) => one === "ledger.hold_resolved")).toHaveLength(63);
    }
    expect(await balanceOf(db, ann)).toMatchObject({ held: 0n });
    await at.clean();
  });

  it("is settled to an account that somebody opens while it waits for its lock", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const held = { ...head(), from: ann, amount: 10n };
    await hold(ctx, db, held);
    // Before the one that is held from, in the order of locks.
    let bob = wallet(randomUUID());
    while (accountId(bob) > accountId(ann)) bob = wallet(randomUUID());
    const undone = new Error("undone");
    const opened = transaction(db, async (tx) => {
      await openAccount(ctx, tx, bob);
      await postJournal(ctx, tx, move(outside(), bob, 1n));
      throw undone;
    });
    await expect(opened).rejects.toBe(undone);
    const settled = { ...head(), hold: held.id, to: [{ account: bob, amount: 10n }] };
    const waiting = (count: number) =>
      expect
        .poll(
          () =>
            database.admin(
              "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
            ),
          { timeout: 5_000 },
        )
        .toBe(count);
    const settling = await transaction(db, async (tx) => {
      await postJournal(ctx, tx, move(ann, fees(), 1n));
      const settle = settleHold(ctx, db, settled);
      await waiting(1);
      const other = postJournal(ctx, db, move(outside(), bob, 5n));
      await Promise.race([other, waiting(2)]);
      return [settle, other];
    });
    await Promise.all(settling);
    expect(await balanceOf(db, bob)).toMatchObject({ balance: 15n });
    await at.clean();
  });

  it("that runs out is voided by the worker, once, and is not settled any more", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const lapsing = { ...head(), from: ann, amount: 10n, expiresAt: new Date(Date.now() + 100) };
    const lasting = { ...head(), from: ann, amount: 5n, expiresAt: new Date(Date.now() + 60_000) };
    const ended = { ...head(), from: ann, amount: 3n, expiresAt: new Date(Date.now() + 60_000) };
    for (const one of [lapsing, lasting, ended]) await hold(ctx, db, one);
    await voidHold(ctx, db, { ...head(), hold: ended.id });
    await expect.poll(() => voidLapsed(ctx, db), { timeout: 5_000 }).toBe(1);
    expect(await voidLapsed(ctx, db)).toBe(0);
    const settled = { ...head(), hold: lapsing.id, to: [{ account: fees(), amount: 1n }] };
    expect(await reasonOf(settleHold(ctx, db, settled))).toBe("ledger.hold_resolved");
    expect(await balanceOf(db, ann)).toMatchObject({ held: 5n });
    expect(await db.select().from(ledgerHoldExpiries)).toMatchObject([{ holdId: lasting.id }]);
    await at.clean();
  });

  it("that ran out cannot be settled before the worker comes by, only voided", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const lapsed = { ...head(), from: ann, amount: 10n, expiresAt: new Date(Date.now() - 1) };
    await hold(ctx, db, lapsed);
    const settled = { ...head(), hold: lapsed.id, to: [{ account: fees(), amount: 1n }] };
    expect(await reasonOf(settleHold(ctx, db, settled))).toBe("ledger.hold_expired");
    await voidHold(ctx, db, { ...head(), hold: lapsed.id });
    await at.clean();
  });
});

describe("a reversal", () => {
  it("takes a settlement back leg by leg, once, and names it", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const bob = wallet(randomUUID());
    const held = { ...head(), from: ann, amount: 70n };
    await hold(ctx, db, held);
    const settled = { ...head(), hold: held.id, to: [{ account: bob, amount: 70n }] };
    await settleHold(ctx, db, settled);
    const reversal = { ...head(), reverses: settled.id };
    await reverseJournal(ctx, db, reversal);
    expect(await reverseJournal(ctx, db, reversal)).toMatchObject({ repeated: true });
    expect(await reasonOf(reverseJournal(ctx, db, { ...head(), reverses: settled.id }))).toBe(
      "ledger.journal_reversed",
    );
    expect(await balanceOf(db, ann)).toMatchObject({ balance: 100n });
    expect(await balanceOf(db, bob)).toMatchObject({ balance: 0n });
    await at.clean();
  });

  it("of what is not there, was only held, or is spent, is refused", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db, ann } = at;
    const held = { ...head(), from: ann, amount: 70n };
    await hold(ctx, db, held);
    for (const reverses of [randomUUID(), held.id])
      expect(await reasonOf(reverseJournal(ctx, db, { ...head(), reverses }))).toBe(
        "ledger.journal_unknown",
      );
    const bob = wallet(randomUUID());
    const { id } = await postJournal(ctx, db, move(ann, bob, 30n));
    await postJournal(ctx, db, move(bob, outside(), 1n));
    expect(await reasonOf(reverseJournal(ctx, db, { ...head(), reverses: id }))).toBe(
      "ledger.insufficient_funds",
    );
    await at.clean();
  });

  it("by 16 at once happens once", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const { ctx, db } = at;
    const { id } = await postJournal(ctx, db, move(outside(), fees(), 30n));
    const told = await Promise.all(
      Array.from({ length: 16 }, () =>
        reasonOf(reverseJournal(ctx, db, { ...head(), reverses: id })),
      ),
    );
    expect(told.filter((one) => one === "done")).toHaveLength(1);
    expect(told.filter((one) => one === "ledger.journal_reversed")).toHaveLength(15);
    await at.clean();
  });
});
