import { randomUUID } from "node:crypto";
import { type DomainError } from "@mainstay/contracts";
import { ledgerEntries, ledgerTransfers, transaction } from "@mainstay/db";
import {
  clearing,
  debtAccount,
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
import { foldTails } from "../accounts/fold-accounts.ts";
import { balanceOf } from "../accounts/standing.ts";
import { reconcile } from "../reconciliation/reconcile.ts";
import { postJournal } from "./post-journal.ts";
import { postJournals } from "./post-journals.ts";

async function books(database: TestDatabase) {
  const process = await testProcess(database);
  const { reference, db } = process.services;
  return {
    ctx: { reference, fail: thrown },
    db,
    clean: async () => expect(await reconcile(db, { by: "test" })).toMatchObject({ findings: [] }),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: DomainError) => error.reason ?? String(error),
  );

describe("a journal", () => {
  it("moves money between accounts that it opens, and is on their statements", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const [ann, bob] = [wallet(randomUUID()), wallet(randomUUID())];
    await fund(at.ctx, at.db, ann, 1_000n);
    const id = randomUUID();
    const posted = await postJournal(at.ctx, at.db, {
      ...move(ann, bob, 300n, id),
      legs: [
        { debit: ann, credit: bob, amount: 300n },
        { debit: ann, credit: fees(), amount: 7n },
      ],
    });
    expect(posted).toEqual({ id, repeated: false });
    expect(await balanceOf(at.db, ann)).toEqual({ balance: 693n, held: 0n, available: 693n });
    expect(await balanceOf(at.db, bob)).toMatchObject({ balance: 300n });
    expect(await balanceOf(at.db, fees())).toMatchObject({ balance: 7n });
    expect(await balanceOf(at.db, outside())).toMatchObject({ balance: 1_000n });
    const entries = await at.db.select().from(ledgerEntries).orderBy(ledgerEntries.version);
    expect(
      entries.map(({ version, delta, balanceAfter }) => [version, delta, balanceAfter]),
    ).toEqual(
      expect.arrayContaining([
        [1n, 1_000n, 1_000n],
        [2n, -300n, 700n],
        [3n, -7n, 693n],
        [1n, 300n, 300n],
      ]),
    );
    await at.clean();
    expect(await foldTails(at.db)).toBe(2);
    expect(await balanceOf(at.db, fees())).toMatchObject({ balance: 7n });
    expect(await balanceOf(at.db, outside())).toMatchObject({ balance: 1_000n });
    await at.clean();
  });

  it("posted again answers with what is there; with other content it is a conflict", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const [ann, bob] = [wallet(randomUUID()), wallet(randomUUID())];
    await fund(at.ctx, at.db, ann, 100n);
    const journal = move(ann, bob, 60n);
    await postJournal(at.ctx, at.db, journal);
    expect(await postJournal(at.ctx, at.db, journal)).toEqual({ id: journal.id, repeated: true });
    const others = [
      move(ann, bob, 61n, journal.id),
      move(bob, ann, 60n, journal.id),
      move(ann, wallet(randomUUID()), 60n, journal.id),
      { ...journal, ref: "test:2" as const },
      { ...journal, legs: [...journal.legs, { debit: ann, credit: bob, amount: 1n }] },
    ];
    for (const other of others)
      expect(await reasonOf(postJournal(at.ctx, at.db, other))).toBe("ledger.conflict");
    expect(await balanceOf(at.db, ann)).toMatchObject({ balance: 40n });
    expect(await at.db.$count(ledgerTransfers)).toBe(2);
    await at.clean();
  });

  it("by 32 callers at once is posted once, between whatever accounts", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const ann = wallet(randomUUID());
    await fund(at.ctx, at.db, ann, 100n);
    for (const journal of [move(ann, wallet(randomUUID()), 60n), move(outside(), fees(), 5n)]) {
      const posted = await Promise.all(
        Array.from({ length: 32 }, () => postJournal(at.ctx, at.db, journal)),
      );
      expect(posted.filter(({ repeated }) => !repeated)).toHaveLength(1);
    }
    await at.clean();
  });

  it("by 64 callers at once with other contents has one winner, and the others are told", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    for (let round = 0; round < 5; round += 1) {
      const id = randomUUID();
      const told = await Promise.all(
        Array.from({ length: 64 }, (_, index) =>
          reasonOf(postJournal(at.ctx, at.db, move(outside(), fees(), BigInt(index + 1), id))),
        ),
      );
      expect(told.filter((one) => one === "done")).toHaveLength(1);
      expect(told.filter((one) => one === "ledger.conflict")).toHaveLength(63);
    }
    await at.clean();
  });

  it("commits and rolls back with the caller's transaction", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const ann = wallet(randomUUID());
    const work = transaction(at.db, async (tx) => {
      await postJournal(at.ctx, tx, move(outside(), ann, 5n));
      throw new Error("the order was not made");
    });
    await expect(work).rejects.toThrow("the order was not made");
    expect(await balanceOf(at.db, ann)).toMatchObject({ balance: 0n });
    // The process believes that the account exists; the database knows better.
    await transaction(at.db, (tx) => postJournal(at.ctx, tx, move(outside(), ann, 5n)));
    expect(await balanceOf(at.db, ann)).toMatchObject({ balance: 5n });
    await at.clean();
  });
});

describe("a floor", () => {
  it("is kept by 200 parallel debits of an account that can bear 50", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const ann = wallet(randomUUID());
    await fund(at.ctx, at.db, ann, 500n);
    const told = await Promise.all(
      Array.from({ length: 200 }, () =>
        reasonOf(postJournal(at.ctx, at.db, move(ann, wallet(randomUUID()), 10n))),
      ),
    );
    expect(told.filter((one) => one === "done")).toHaveLength(50);
    expect(told.filter((one) => one === "ledger.insufficient_funds")).toHaveLength(150);
    expect(await balanceOf(at.db, ann)).toMatchObject({ balance: 0n });
    await at.clean();
  });

  it("of money that goes in a circle of accounts is kept without a deadlock", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const people = Array.from({ length: 5 }, () => wallet(randomUUID()));
    for (const one of people) await fund(at.ctx, at.db, one, 1_000n);
    const at2 = (index: number) => people[index % 5] ?? outside();
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        postJournal(at.ctx, at.db, {
          ...move(at2(index), at2(index + 1), 1n),
          legs: [0, 1, 2].map((step) => ({
            debit: at2(index + step),
            credit: at2(index + step + 1),
            amount: 1n,
          })),
        }),
      ),
    );
    const { rows } = await at.db.execute<{ deadlocks: string }>(
      "select deadlocks from pg_stat_database where datname = current_database()",
    );
    expect(rows).toEqual([{ deadlocks: "0" }]);
    await at.clean();
  });
});

const somebody = wallet(randomUUID());
const most = 2n ** 63n - 1n;

describe("what cannot be", () => {
  it.each([
    ["zero", () => [move(outside(), somebody, 0n)], "ledger.amount_zero"],
    ["negative", () => [move(outside(), somebody, -1n)], "ledger.amount_negative"],
    ["beyond bigint", () => [move(outside(), somebody, most + 1n)], "ledger.amount_too_large"],
    [
      "beyond bigint in sum",
      () => [move(outside(), somebody, most), move(outside(), somebody, 1n)],
      "ledger.balance_too_large",
    ],
    ["of two currencies", () => [move(outside("RUB"), somebody, 5n)], "ledger.currency_mixed"],
    [
      "of a currency that is not",
      () => [move(outside("NOPE"), wallet(somebody.ownerId, "NOPE"), 5n)],
      "platform.currency_unknown",
    ],
    [
      "of a currency with 18 digits",
      () => [move(outside("ETH"), wallet(somebody.ownerId, "ETH"), 5n)],
      "ledger.currency_too_fine",
    ],
    ["from an account to itself", () => [move(somebody, somebody, 5n)], "ledger.account_twice"],
    ["more than is there", () => [move(somebody, fees(), 5n)], "ledger.insufficient_funds"],
    [
      "a debt paid twice",
      () => [move(outside(), debtAccount.of(somebody.ownerId, "USDT"), 5n)],
      "ledger.insufficient_funds",
    ],
    ["left in clearing", () => [move(outside(), clearing(), 5n)], "ledger.clearing_open"],
  ] as const)("is refused, %s, and nothing is written", async (_name, journals, reason) => {
    await using database = await testDatabase();
    await using at = await books(database);
    const all = journals();
    for (const good of all.slice(0, -1)) await postJournal(at.ctx, at.db, good);
    const before = await at.db.$count(ledgerTransfers);
    const last = all.at(-1);
    if (!last) throw new Error("no journal");
    expect(await reasonOf(postJournal(at.ctx, at.db, last))).toBe(reason);
    expect(await at.db.$count(ledgerTransfers)).toBe(before);
    await at.clean();
  });

  it("is refused in the middle of a journal, and nothing of it is written", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    await fund(at.ctx, at.db, somebody, 10n);
    const journal = {
      ...move(somebody, fees(), 4n),
      legs: [
        { debit: somebody, credit: fees(), amount: 4n },
        { debit: somebody, credit: wallet(randomUUID()), amount: 7n },
      ],
    };
    expect(await reasonOf(postJournal(at.ctx, at.db, journal))).toBe("ledger.insufficient_funds");
    expect(await balanceOf(at.db, somebody)).toMatchObject({ balance: 10n });
    expect(await at.db.$count(ledgerTransfers)).toBe(1);
    await at.clean();
  });
});

describe("many journals at once", () => {
  it("have an outcome each, and none fails its neighbours", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const [ann, bob] = [wallet(randomUUID()), wallet(randomUUID())];
    await fund(at.ctx, at.db, ann, 100n);
    const first = move(ann, bob, 60n);
    const told = await postJournals(at.ctx, at.db, [
      first,
      move(ann, bob, 50n),
      first,
      move(ann, bob, 61n, first.id),
      move(bob, ann, 0n),
      move(bob, ann, 30n),
      move(ann, bob, 70n),
      move(ann, ann, 1n),
    ]);
    expect(told.map((one) => (one.done ? one.repeated : one.error.reason))).toEqual([
      false,
      "ledger.insufficient_funds",
      true,
      "ledger.conflict",
      "ledger.amount_zero",
      false,
      false,
      "ledger.account_twice",
    ]);
    expect(await balanceOf(at.db, ann)).toMatchObject({ balance: 0n });
    expect(await balanceOf(at.db, bob)).toMatchObject({ balance: 100n });
    await at.clean();
  });

  it("that overlap are posted by parallel callers without a deadlock", async () => {
    await using database = await testDatabase();
    await using at = await books(database);
    const people = Array.from({ length: 20 }, () => wallet(randomUUID()));
    for (const one of people) await fund(at.ctx, at.db, one, 1_000n);
    const one = (index: number) => people[index % 20] ?? outside();
    const journals = Array.from({ length: 64 }, (_, index) =>
      move(one(index * 7), one(index * 3 + 1 + (index % 5)), BigInt(index + 1)),
    ).filter(({ legs: [leg] }) => leg?.debit !== leg?.credit);
    const told = await Promise.all(
      Array.from({ length: 16 }, () =>
        postJournals(
          at.ctx,
          at.db,
          journals.toSorted(() => Math.random() - 0.5),
        ),
      ),
    );
    const posted = told.flat().filter((outcome) => outcome.done && !outcome.repeated);
    expect(new Set(posted.map(({ id }) => id)).size).toBe(posted.length);
    const { rows } = await at.db.execute<{ deadlocks: string }>(
      "select deadlocks from pg_stat_database where datname = current_database()",
    );
    expect(rows).toEqual([{ deadlocks: "0" }]);
    await at.clean();
  });
});
