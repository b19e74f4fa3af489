import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { AccountRef } from "@mainstay/contracts";
import { balanceOf, openAccount } from "@mainstay/core";
import { foldTails } from "@mainstay/core/ledger/accounts/fold-accounts";
import { placeOf } from "@mainstay/core/ledger/posting/draft";
import { mostMinorUnits } from "@mainstay/core/ledger/posting/refusal-of-draft";
import { clearing, debtAccount, fees, outside, wallet } from "../ledger.ts";
import {
  assertClean,
  assertLater,
  type Books,
  byId,
  draft,
  funded,
  leg,
  opened,
  placesOf,
  plainly,
  post,
  type Probe,
} from "./books.ts";

/** A wallet with money in it, and fees that are there. */
async function paying(books: Books, amount: bigint): Promise<AccountRef> {
  await openAccount(books.ctx, books.db, fees());
  return funded(books, amount);
}

/** What `ledger_post_plain` answers to one caller at a time: what is not plain it leaves to `ledger_post`. */
export const plainProbes = {
  "what is posted plainly is in the books as it would be otherwise": async (books) => {
    const [ann, bob] = [await paying(books, 10n), await opened(books)];
    const journals = [
      [leg(outside(), ann, 5n), leg(ann, fees(), 12n), leg(outside(), fees(), 1n)],
      [leg(fees(), bob, 4n), leg(ann, bob, 2n), leg(bob, ann, 1n), leg(bob, fees(), 2n)],
      [leg(bob, ann, 3n), leg(ann, outside(), 4n)],
      [leg(fees(), outside(), 1n)],
    ];
    for (const legs of journals) assert.equal(await plainly(books, legs), true);
    const standing = [await balanceOf(books.db, ann), await balanceOf(books.db, bob)];
    assert.deepEqual(
      standing.map(({ balance }) => balance),
      [1n, 0n],
    );
    await assertClean(books);
  },
  "plainly, an account without a floor moves also where its row is full": async (books) => {
    // Of a currency that no other probe moves: what goes beyond a row is not folded.
    const world = outside("USD");
    await post(books, [draft([leg(world, wallet(randomUUID(), "USD"), mostMinorUnits)])]);
    await foldTails(books.db);
    const ann = await opened(books, wallet(randomUUID(), "USD"));
    assert.equal(await plainly(books, [leg(world, ann, 2n)]), true);
    await assertClean(books);
  },
  "plainly, legs are counted from one": async (books) => {
    const places = [placeOf(await paying(books, 10n)), placeOf(fees())];
    const { rows } = await books.db.$client.query<{ done: boolean }>(
      "select ledger_post_plain($1, $2, 'a', 'a', 'a', '[0:1]={1,1}', '[0:1]={2,2}', '[0:1]={1000000,6}') as done",
      [places.map(({ id }) => id), randomUUID()],
    );
    assert.deepEqual(rows, [{ done: false }]);
  },
  "plainly nothing is debited below its floor": async (books) => {
    const [ann, bob] = [await paying(books, 10n), await paying(books, 10n)];
    assert.equal(await plainly(books, [leg(ann, fees(), 11n)]), false);
    assert.equal(await plainly(books, [leg(ann, fees(), 6n)]), true);
    assert.equal(await plainly(books, [leg(ann, fees(), 5n)]), false);
    const late = [leg(bob, fees(), 11n), leg(outside(), bob, 1n)];
    assert.equal(await plainly(books, late), false, "what comes in by a later leg");
    await assertClean(books);
  },
  "plainly nothing is spent that is held": async (books) => {
    const ann = await paying(books, 10n);
    await post(books, [draft([leg(ann, clearing(), 6n, "pending")])]);
    assert.equal(await plainly(books, [leg(ann, fees(), 5n)]), false);
    assert.equal(await plainly(books, [leg(ann, fees(), 4n)]), true);
    await assertClean(books);
  },
  "plainly nobody's debt is moved": async (books) => {
    const owed = debtAccount.of(randomUUID(), "USDT");
    await post(books, [draft([leg(owed, outside(), 10n)])]);
    assert.equal(await plainly(books, [leg(outside(), owed, 5n)]), false);
  },
  "plainly nothing passes through clearing": async (books) => {
    const ann = await funded(books, 10n);
    await openAccount(books.ctx, books.db, clearing());
    assert.equal(await plainly(books, [leg(ann, clearing(), 5n)]), false);
  },
  "plainly nothing goes to an account that there is not": async (books) => {
    await openAccount(books.ctx, books.db, fees());
    assert.equal(await plainly(books, [leg(fees(), wallet(randomUUID()), 5n)]), false);
  },
  "plainly nothing is posted that is there": async (books) => {
    const legs = [leg(await paying(books, 10n), fees(), 1n), leg(outside(), fees(), 1n)];
    const id = randomUUID();
    assert.equal(await plainly(books, legs, { id }), true);
    assert.equal(await plainly(books, legs, { id }), false, "a repeat");
    assert.equal(await plainly(books, legs.slice(1), { id }), false, "other content");
    await assertClean(books);
  },
  "plainly no money of one currency becomes another's": async (books) => {
    const ann = await paying(books, 10n);
    const roubles = await opened(books, wallet(randomUUID(), "RUB"));
    await openAccount(books.ctx, books.db, fees("RUB"));
    assert.equal(await plainly(books, [leg(ann, roubles, 1n)]), false, "both are locked");
    assert.equal(await plainly(books, [leg(ann, fees("RUB"), 1n)]), false, "one is locked");
    assert.equal(await plainly(books, [leg(fees(), fees("RUB"), 1n)]), false, "none is locked");
  },
  "plainly no sum goes beyond what the columns hold": async (books) => {
    const quarter = mostMinorUnits / 4n;
    const [rich, half] = [await paying(books, mostMinorUnits), await funded(books, quarter * 2n)];
    const ann = await opened(books);
    assert.equal(await plainly(books, [leg(outside(), rich, 1n)]), false, "what stands there");
    assert.equal(await plainly(books, [leg(outside(), half, quarter * 3n)]), false, "with a leg");
    const five = Array.from({ length: 5 }, () => leg(outside(), ann, quarter));
    assert.equal(await plainly(books, five), false, "of all legs");
    const two = [leg(outside(), ann, mostMinorUnits), leg(outside(), ann, mostMinorUnits)];
    assert.equal(await plainly(books, two), false, "of two legs");
    const most = [leg(outside(), half, mostMinorUnits / 32n)];
    assert.equal(await plainly(books, most), true, "as much as it takes");
  },
  "plainly, accounts are taken in the order of their locks and each once": async (books) => {
    await openAccount(books.ctx, books.db, fees());
    const [low, high] = byId(wallet(randomUUID()), wallet(randomUUID()));
    const [hot, cold] = byId(wallet(randomUUID()), wallet(randomUUID()));
    assert.ok(low && high && hot && cold);
    await opened(books, hot, 30);
    for (const one of [low, high, cold]) await opened(books, one);
    const taken = (...accounts: AccountRef[]) => {
      const legs = accounts.map((one) => leg(fees(), one, 1n));
      return plainly(books, legs, { places: [...accounts, fees()].map(placeOf) });
    };
    assert.equal(await taken(low, high), true, "in order");
    assert.equal(await taken(cold, hot), true, "in order");
    assert.equal(await taken(high, low), false, "by id");
    assert.equal(await taken(hot, cold), false, "by rank");
    assert.equal(await taken(low, low), false, "twice");
  },
  "plainly, those without a floor come last": async (books) => {
    await openAccount(books.ctx, books.db, fees());
    // Behind them also by its rank.
    const hot = await opened(books, wallet(randomUUID()), 30);
    const legs = [leg(fees(), hot, 1n)];
    const places = placesOf(legs).toReversed();
    assert.equal(await plainly(books, legs, { places }), false);
    assert.equal(await plainly(books, legs), true);
    await assertClean(books);
  },
  "plainly, too, an account's times grow where the clock is set back": async (books) => {
    const people = [await paying(books, 10n), await paying(books, 10n)];
    await assertLater(books, people, (legs, id) => plainly(books, legs, { id }));
  },
} satisfies Record<string, Probe>;
