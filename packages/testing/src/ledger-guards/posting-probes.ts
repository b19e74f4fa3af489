import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { AccountRef } from "@mainstay/contracts";
import { balanceOf, openAccount } from "@mainstay/core";
import { byLock, placeOf } from "@mainstay/core/ledger/posting/draft";
import type { Draft, Place } from "@mainstay/core/ledger/posting/journal";
import { mostMinorUnits } from "@mainstay/core/ledger/posting/refusal-of-draft";
import { clearing, debtAccount, fees, outside, wallet } from "../ledger.ts";
import {
  assertClean,
  assertLater,
  type Books,
  draft,
  funded,
  leg,
  opened,
  plainly,
  post,
  postEach,
  type Probe,
  refused,
} from "./books.ts";

const short = "ledger.insufficient_funds";
const debt = (): AccountRef => debtAccount.of(randomUUID(), "USDT");

/** What `ledger_post` answers to one caller at a time. */
export const postingProbes = {
  "money moves": async (books) => {
    const ann = wallet(randomUUID());
    const journal = draft([leg(outside(), ann, 10n), leg(ann, fees(), 4n)]);
    assert.deepEqual(await post(books, [journal]), ["posted"]);
    assert.equal((await balanceOf(books.db, ann)).balance, 6n);
    await assertClean(books);
  },
  "money moves between accounts that are there": async (books) => {
    assert.deepEqual(await post(books, [draft([leg(outside(), fees(), 1n)])]), ["posted"]);
    assert.equal(await plainly(books, [leg(fees(), await opened(books), 1n)]), true);
  },
  "accounts stand at what moved on them": async (books) => {
    for (const way of [postEach, post]) await standAtWhatMoved(books, way);
  },
  "nothing is debited below its floor": async (books) => {
    const ann = await funded(books, 10n);
    assert.deepEqual(await post(books, [draft([leg(ann, fees(), 11n)])]), [short]);
  },
  "nothing is credited below its floor": async (books) => {
    assert.deepEqual(await post(books, [draft([leg(outside(), debt(), 1n)])]), [short]);
  },
  "what is held is not spent": async (books) => {
    const ann = await funded(books, 10n);
    const told = await postEach(books, [
      draft([leg(ann, clearing(), 6n, "pending")]),
      draft([leg(ann, fees(), 5n)]),
    ]);
    assert.deepEqual(told, ["posted", short]);
  },
  "what is held of a debt is not paid otherwise": async (books) => {
    const owed = debt();
    const told = await postEach(books, [
      draft([leg(owed, outside(), 10n)]),
      draft([leg(await funded(books, 10n), owed, 6n, "pending")]),
      draft([leg(outside(), owed, 5n)]),
    ]);
    assert.deepEqual(told, ["posted", "posted", short]);
  },
  "a repeat is told of, and a journal with other content is a conflict": async (books) => {
    const [ann, bob] = [await funded(books, 100n), wallet(randomUUID())];
    const first = draft([leg(ann, bob, 10n), leg(ann, fees(), 1n)]);
    const told = await postEach(books, [first, first, ...othersOf(first, ann)]);
    assert.deepEqual(told, ["posted", "repeated", ...othersOf(first, ann).map(() => conflict)]);
  },
  "within a batch, too, a repeat is told of and other content is a conflict": async (books) => {
    const [ann, bob] = [await funded(books, 1_000n), wallet(randomUUID())];
    const first = draft([leg(ann, bob, 10n), leg(ann, fees(), 1n)]);
    const others = othersOf(first, ann);
    // Each in a batch of its own, so that none is measured against another.
    for (const other of others) {
      const id = randomUUID();
      const batch = [
        { ...first, id },
        { ...first, id },
        { ...other, id },
      ];
      assert.deepEqual(await post(books, batch), ["posted", "repeated", conflict]);
    }
    const [there, not] = [draft([leg(ann, bob, 1n)]), draft([leg(ann, bob, 1n)])];
    assert.deepEqual(await post(books, [there]), ["posted"]);
    assert.deepEqual(await post(books, [there, not]), ["repeated", "posted"]);
    await assertClean(books);
  },
  "a journal that was refused is posted when it comes again in its batch": async (books) => {
    const [ann, bob] = [wallet(randomUUID()), await funded(books, 10n)];
    const journal = draft([leg(ann, fees(), 10n)]);
    const told = await post(books, [journal, draft([leg(bob, ann, 10n)]), journal, journal]);
    assert.deepEqual(told, [short, "posted", "posted", "repeated"]);
    await assertClean(books);
  },
  "what is refused leaves nothing to its neighbours": async (books) => {
    const [ann, bob] = [await funded(books, 100n), wallet(randomUUID())];
    const told = await post(books, [
      draft([leg(ann, bob, 60n), leg(ann, fees(), 60n)]),
      draft([leg(ann, clearing(), 60n, "pending"), leg(ann, fees(), 60n)]),
      draft([leg(ann, bob, 50n)]),
      draft([leg(ann, clearing(), 50n, "pending")]),
      draft([leg(bob, fees(), 51n)]),
    ]);
    assert.deepEqual(told, [short, short, "posted", "posted", short]);
    await assertClean(books);
  },
  "a journal is taken back once, also within a batch": async (books) => {
    const back = (reverses: string) => draft([leg(fees(), outside(), 5n)], { reverses });
    const made = [draft([leg(outside(), fees(), 5n)]), draft([leg(outside(), fees(), 5n)])];
    await postEach(books, made);
    const [one = "", other = ""] = made.map(({ id }) => id);
    const reversed = "ledger.journal_reversed";
    assert.deepEqual(await postEach(books, [back(one), back(one)]), ["posted", reversed]);
    assert.deepEqual(await post(books, [back(other), back(other)]), ["posted", reversed]);
  },
  "an account that there is not is unknown": async (books) => {
    const unknown: Place = { ...placeOf(wallet(randomUUID())), ref: null };
    const known = placeOf(fees());
    const between = { kind: "posted", amount: 1n, hold: null } as const;
    await post(books, [draft([leg(outside(), fees(), 1n)])]);
    const told = await postEach(books, [
      draft([{ ...between, debit: known, credit: unknown }]),
      draft([{ ...between, debit: unknown, credit: known }]),
    ]);
    assert.deepEqual(told, ["ledger.account_unknown", "ledger.account_unknown"]);
  },
  "money of one currency does not become another's": async (books) => {
    const ann = placeOf(await funded(books, 10n));
    await openAccount(books.ctx, books.db, fees("RUB"));
    const roubles: Place = { ...placeOf(fees("RUB")), currency: "USDT" };
    const between = { kind: "posted", amount: 1n, hold: null } as const;
    const told = await post(books, [draft([{ ...between, debit: ann, credit: roubles }])]);
    assert.deepEqual(told, ["ledger.currency_mixed"]);
  },
  "no sum goes beyond what the columns hold": async (books) => {
    const [rich, other] = [await funded(books, mostMinorUnits), wallet(randomUUID())];
    const more = leg(outside(), rich, 1n);
    const large = "ledger.balance_too_large";
    assert.deepEqual(await post(books, [draft([more])]), [large], "posted credits");
    const debited = [draft([leg(rich, other, mostMinorUnits)]), draft([leg(rich, fees(), 1n)])];
    assert.deepEqual(await postEach(books, debited), ["posted", large], "posted debits");
    const held = [
      draft([leg(other, clearing(), mostMinorUnits, "pending")]),
      draft([leg(other, clearing(), 1n, "pending")]),
    ];
    assert.deepEqual(await postEach(books, held), ["posted", large], "pending debits");
    const owed = debt();
    const third = await funded(books, 1n);
    await post(books, [draft([leg(owed, outside(), mostMinorUnits)])]);
    const second = await funded(books, mostMinorUnits);
    const awaited = [
      draft([leg(second, owed, mostMinorUnits, "pending")]),
      draft([leg(third, owed, 1n, "pending")]),
    ];
    assert.deepEqual(await postEach(books, awaited), ["posted", large], "pending credits");
  },
  "clearing is left by each journal as it was found": async (books) => {
    const through = [leg(outside(), clearing(), 5n), leg(clearing(), fees(), 5n)];
    const open = "ledger.clearing_open";
    const [there, back] = through.map((one) => draft([one]));
    assert.ok(there && back);
    assert.deepEqual(await post(books, [draft(through)]), ["posted"]);
    assert.deepEqual(await post(books, [there]), [open]);
    assert.deepEqual(await post(books, [there, back]), [open, open]);
  },
  "accounts are given in the order of their locks": async ({ ctx, db }) => {
    const call = (...places: Place[]) =>
      db.$client.query(
        "select * from ledger_post($1, $2, $3, $4, $4, $4, null, null, $5, array['posted']::ledger_transfer_kind[], $5, $6, array[1], null)",
        [definitionsOf(places), places.map(({ id }) => id), [randomUUID()], ["test"], [1], [2]],
      );
    const people = [placeOf(wallet(randomUUID())), placeOf(wallet(randomUUID()))];
    const [low, high] = people.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    assert.ok(low && high);
    await openAccount(ctx, db, fees());
    await refused("done", call(low, high), "in order");
    await refused("P0001", call(high, low), "by id");
    await refused("P0001", call(high, placeOf(fees()), low), "with one that is not locked between");
    const hot: Place = { ...placeOf(wallet(randomUUID())), lockRank: 30 };
    const cold: Place = { ...high, id: "ffffffff-ffff-4fff-bfff-ffffffffffff" };
    await refused("P0001", call(hot, cold), "by rank");
  },
  "legs are given journal by journal": async ({ ctx, db }) => {
    await openAccount(ctx, db, fees());
    await openAccount(ctx, db, outside());
    const ids = [placeOf(outside()), placeOf(fees())].toSorted(byLock).map(({ id }) => id);
    const call = (of: readonly number[]) =>
      db.$client.query(
        "select * from ledger_post(null, $1, $2, $3, $3, $3, null, null, $4, array['posted', 'posted']::ledger_transfer_kind[], array[1, 1], array[2, 2], array[1, 1], null)",
        [ids, [randomUUID(), randomUUID()], ["test", "test"], of],
      );
    await refused("done", call([1, 2]), "in order");
    await refused("P0001", call([2, 1]), "the other way round");
    await refused("P0001", call([2, 2]), "none of the first");
    const fromNone = db.$client.query(
      "select * from ledger_post(null, $1, $2::text::uuid[], $3, $3, $3, null, null, array[1, 2], array['posted', 'posted']::ledger_transfer_kind[], array[1, 1], array[2, 2], array[1, 1], null)",
      [ids, `[0:1]={${randomUUID()},${randomUUID()}}`, ["test", "test"]],
    );
    await refused("P0001", fromNone, "journals counted from none");
  },
  "an account is given once, or it could be held from twice": async (books) => {
    const ann = placeOf(await funded(books, 100n));
    await openAccount(books.ctx, books.db, clearing());
    const ids = [ann.id, ann.id, placeOf(clearing()).id];
    const call = books.db.$client.query(
      "select * from ledger_post(null, $1, $2, $3, $3, $3, null, null, array[1, 2], array['pending', 'pending']::ledger_transfer_kind[], array[1, 2], array[3, 3], array[100, 100], null)",
      [ids, [randomUUID(), randomUUID()], ["test", "test"]],
    );
    await refused("P0001", call, "twice");
  },
  "an account's times grow also where the clock is set back": async (books) => {
    // Many are written by another statement than few.
    for (const many of [2, 6]) {
      const people = await Promise.all(Array.from({ length: many }, () => funded(books, 10n)));
      await assertLater(books, people, (legs, id) => post(books, [draft(legs, { id })]));
    }
  },
  "an account that is there is not opened again": async (books) => {
    const ann = await funded(books, 10n);
    await openAccount(books.ctx, books.db, ann);
    assert.equal((await balanceOf(books.db, ann)).balance, 10n);
  },
} satisfies Record<string, Probe>;

const conflict = "ledger.conflict";

/** Debits and credits, posted and held: five accounts with a floor, on each of which only some of these move. */
async function standAtWhatMoved(books: Books, posted: typeof post): Promise<void> {
  const [ann, bob, cid, dan] = await Promise.all([40n, 1n, 30n, 20n].map((n) => funded(books, n)));
  assert.ok(ann && bob && cid && dan);
  const owed = debt();
  await post(books, [draft([leg(owed, outside(), 10n)])]);
  const told = await posted(books, [
    draft([leg(ann, bob, 10n)]),
    draft([leg(cid, clearing(), 20n, "pending")]),
    draft([leg(dan, owed, 5n, "pending")]),
  ]);
  assert.deepEqual(told, ["posted", "posted", "posted"]);
  await assertClean(books);
}

/** Journals with the same id that differ in one thing each. */
function othersOf(first: Draft, ann: AccountRef): Draft[] {
  const [leg1, leg2] = first.legs;
  assert.ok(leg1 && leg2);
  const elsewhere = placeOf(outside());
  return [
    { ...first, legs: [{ ...leg1, amount: 11n }, leg2] },
    { ...first, legs: [{ ...leg1, debit: elsewhere }, leg2] },
    { ...first, legs: [{ ...leg1, credit: elsewhere }, leg2] },
    { ...first, legs: [leg1] },
    { ...first, legs: [leg1, leg2, leg(ann, fees(), 1n)] },
    { ...first, legs: [{ ...leg1, kind: "pending" }, leg2] },
    { ...first, code: "test.other" },
    { ...first, ref: "other:1" },
    { ...first, ref: "test:2" },
    { ...first, reverses: randomUUID() },
  ];
}

const definitionsOf = (places: readonly Place[]): string =>
  JSON.stringify(
    places.map(({ id, lockRank }) => ({
      id,
      owner_kind: "account",
      owner_id: id,
      purpose: "wallet",
      currency: "USDT",
      normal_side: "credit",
      floor: 0,
      lock_rank: lockRank,
    })),
  );
