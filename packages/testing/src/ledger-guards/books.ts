import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountRef } from "@mainstay/contracts";
import { type Poster, reconcile } from "@mainstay/core";
import { placeOf } from "@mainstay/core/ledger/posting/draft";
import type { Draft, DraftLeg } from "@mainstay/core/ledger/posting/journal";
import { postDrafts } from "@mainstay/core/ledger/posting/post-drafts";
import { type Db, type DbOrTx, sqlState, transaction, type Tx } from "@mainstay/db";
import type { TestDatabase } from "../database.ts";
import { outside, thrown, wallet } from "../ledger.ts";
import { testProcess } from "../worker.ts";

/** A database of one's own, and what it takes to post in it. */
export interface Books {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly ctx: Poster;
}

/** Throws an `AssertionError` where its rule does not hold. */
export type Probe = (books: Books) => Promise<void>;

export async function openBooks(database: TestDatabase): Promise<Books> {
  kept ??= readReference(database);
  return { database, db: database.db, ctx: { reference: await kept, fail: thrown } };
}

/** It is alike in every clone, and so read once. */
let kept: Promise<Poster["reference"]> | undefined;

async function readReference(database: TestDatabase): Promise<Poster["reference"]> {
  await using process = await testProcess(database);
  const data = await process.services.reference.all();
  return {
    all: async () => data,
    async currency(code) {
      const known = data.currencies.find((currency) => currency.code === code);
      return known && { ...known, active: true };
    },
  };
}

export const leg = (
  debit: AccountRef,
  credit: AccountRef,
  amount: bigint,
  kind: "posted" | "pending" = "posted",
): DraftLeg => ({ kind, debit: placeOf(debit), credit: placeOf(credit), amount, hold: null });

/** Ends a hold: with an amount it is settled, without one voided. */
export const ending = (hold: string, amount: bigint | null = null): DraftLeg => ({
  kind: amount === null ? "void" : "post",
  debit: null,
  credit: null,
  amount,
  hold,
});

export const draft = (legs: readonly DraftLeg[], head: Partial<Draft> = {}): Draft => ({
  id: randomUUID(),
  code: "test.move",
  ref: "test:1",
  reverses: null,
  expiresAt: null,
  legs,
  ...head,
});

/** What became of each: `posted`, `repeated`, the reason; or of all together the server's error. */
export async function post(
  { ctx, db }: Books,
  drafts: readonly Draft[],
  within: DbOrTx = db,
): Promise<string[]> {
  try {
    // Outcomes are told by draft: one that comes twice in a batch is two.
    const outcomes = await postDrafts(
      ctx,
      within,
      drafts.map((one) => ({ ...one })),
    );
    return outcomes.map((one) =>
      one.done ? (one.repeated ? "repeated" : "posted") : one.error.reason,
    );
  } catch (error) {
    return [sqlState(error) ?? String(error)];
  }
}

/** Each by itself, one after the other. */
export async function postEach(books: Books, drafts: readonly Draft[]): Promise<string[]> {
  const told: string[] = [];
  for (const one of drafts) told.push(...(await post(books, [one])));
  return told;
}

/** A new wallet with money in it. */
export async function funded(books: Books, amount: bigint): Promise<AccountRef> {
  const ann = wallet(randomUUID());
  assert.deepEqual(await post(books, [draft([leg(outside(), ann, amount)])]), ["posted"]);
  return ann;
}

export async function refused(code: string, work: Promise<unknown>, about: string): Promise<void> {
  const told = await work.then(
    () => "done",
    (error: unknown) => sqlState(error) ?? String(error),
  );
  assert.equal(told, code, `${about}: ${told} and not ${code}`);
}

export async function assertClean({ db }: Books): Promise<void> {
  const { findings } = await reconcile(db, { by: "test" });
  assert.deepEqual(findings, []);
}

/** Begins the second while the first has not committed, and waits until it waits for the first, if it does. */
export async function behind<T>(
  books: Books,
  first: (tx: Tx) => Promise<unknown>,
  second: () => Promise<T>,
  meanwhile: (tx: Tx) => Promise<unknown> = () => Promise.resolve(),
): Promise<T> {
  const { work } = await transaction(books.db, async (tx) => {
    await first(tx);
    const begun = second();
    await untilWaiting(books, begun);
    await meanwhile(tx);
    return { work: begun };
  });
  return work;
}

/** Until a session of this database waits for another's lock, or the work is over without. */
export async function untilWaiting({ db }: Books, work: Promise<unknown>): Promise<void> {
  let over = false;
  const end = (): void => {
    over = true;
  };
  work.then(end, end);
  const deadline = Date.now() + 10_000;
  while (!over) {
    const { rows } = await db.$client.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
    assert.ok(Date.now() < deadline, "the second neither waits nor ends");
    await sleep(3);
  }
}
