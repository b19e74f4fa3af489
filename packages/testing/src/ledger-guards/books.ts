import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountRef } from "@mainstay/contracts";
import { type Poster, reconcile } from "@mainstay/core";
import { arrayOf } from "@mainstay/core/ledger/posting/array-of";
import { byLock, placeOf } from "@mainstay/core/ledger/posting/draft";
import type { Draft, DraftLeg, Place } from "@mainstay/core/ledger/posting/journal";
import { postDrafts } from "@mainstay/core/ledger/posting/post-drafts";
import { askPrepared, type Db, type DbOrTx, sqlState, transaction, type Tx } from "@mainstay/db";
import type { TestDatabase } from "../database.ts";
import { fees, outside, thrown, wallet } from "../ledger.ts";
import { testProcess } from "../worker.ts";
import { insertion, sample } from "./samples.ts";

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

// It is refused before anything is asked, and beside it a single journal, too, goes to `ledger_post`. Otherwise
// what this process has seen before would decide which of the two functions a rule is about.
const another = draft([leg(outside(), fees(), 0n)]);

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
      [...drafts, another].map((one) => ({ ...one })),
    );
    return outcomes
      .slice(0, -1)
      .map((one) => (one.done ? (one.repeated ? "repeated" : "posted") : one.error.reason));
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

/** What `ledger_post_plain` answers about a journal of these legs, or the server's error. */
export async function plainly(
  { db }: Books,
  legs: readonly DraftLeg[],
  {
    id = randomUUID(),
    within = db,
    places = placesOf(legs),
  }: { id?: string; within?: DbOrTx; places?: readonly Place[] } = {},
): Promise<boolean | string> {
  const ids = places.map((place) => place.id);
  const at = (place: Place | null) => ids.indexOf(place?.id ?? "") + 1;
  const values = [
    arrayOf(ids),
    id,
    arrayOf(legs.map(({ debit }) => at(debit))),
    arrayOf(legs.map(({ credit }) => at(credit))),
    arrayOf(legs.map(({ amount }) => amount)),
  ];
  const text = "select ledger_post_plain($1, $2, 'test.move', 'test', '1', $3, $4, $5)";
  try {
    const [done] = await askPrepared<[boolean]>(within, "plainly", text, values);
    return done;
  } catch (error) {
    const state = sqlState(error);
    // Of the class of what is written wrong: no answer, but a fault of the probe or the mutation.
    if (!state || state.startsWith("42")) throw error;
    return state;
  }
}

export function placesOf(legs: readonly DraftLeg[]): Place[] {
  const places = legs.flatMap(({ debit, credit }) => [debit, credit]).filter((p) => p !== null);
  return [...new Map(places.map((place) => [place.id, place])).values()].toSorted(byLock);
}

/** A wallet that is there, and that no function has opened. */
export async function opened(
  { database }: Books,
  ann: AccountRef = wallet(randomUUID()),
  lock_rank = 10,
): Promise<AccountRef> {
  const { ownerId: owner_id, currency } = ann;
  const row = sample("ledger_accounts", { id: placeOf(ann).id, owner_id, currency, lock_rank });
  await database.admin(insertion("ledger_accounts", row));
  return ann;
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

/** Those with a floor are locked from the lowest id to the highest. */
export const byId = (...accounts: readonly AccountRef[]): AccountRef[] =>
  accounts.toSorted((one, other) => byLock(placeOf(one), placeOf(other)));

/** The first to be locked has moved in what is the future now: what it passes on is later, and what that does next. */
export async function assertLater(
  { database, db }: Books,
  accounts: readonly AccountRef[],
  move: (legs: readonly DraftLeg[], id: string) => Promise<unknown>,
): Promise<void> {
  const [first, ...others] = byId(...accounts);
  const last = others.at(-1);
  assert.ok(first && last);
  const ahead = "moved_at = now() + interval '1 hour'";
  await database.admin(`update ledger_accounts set ${ahead} where id = '${placeOf(first).id}'`);
  const ids = [randomUUID(), randomUUID()] as const;
  await move(
    others.map((one) => leg(first, one, 1n)),
    ids[0],
  );
  await move([leg(last, fees(), 1n)], ids[1]);
  const { rows } = await db.$client.query(
    `select journal_id as id, bool_and(at > now() + interval '59 minutes') as later
       from (select journal_id, at from ledger_transfers union all select journal_id, at from ledger_entries) x
      where journal_id = any($1) group by 1`,
    [ids],
  );
  assert.deepEqual(
    new Map(rows.map(({ id, later }) => [id, later])),
    new Map(ids.map((id) => [id, true])),
  );
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
