import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { clearing, fees, outside, wallet } from "../ledger.ts";
import { assertClean, behind, draft, ending, funded, leg, post, type Probe } from "./books.ts";

/** What two callers make of each other: the second begins when the first has not committed. */
export const concurrencyProbes = {
  "debits of one account wait for each other": async (books) => {
    const ann = await funded(books, 100n);
    const debit = draft([leg(ann, fees(), 60n)]);
    const told = await behind(
      books,
      (tx) => post(books, [draft([leg(ann, fees(), 60n)])], tx),
      () => post(books, [debit]),
    );
    assert.deepEqual(told, ["ledger.insufficient_funds"]);
    await assertClean(books);
  },
  "ends of one hold wait for each other": async (books) => {
    const ann = await funded(books, 100n);
    const hold = draft([leg(ann, clearing(), 60n, "pending")]);
    await post(books, [hold]);
    const told = await behind(
      books,
      (tx) => post(books, [draft([ending(hold.id)])], tx),
      () => post(books, [draft([ending(hold.id, 60n), leg(clearing(), fees(), 60n)])]),
    );
    assert.deepEqual(told, ["ledger.hold_resolved"]);
    await assertClean(books);
  },
  "a journal between accounts without a floor is posted once by two": async (books) => {
    const journal = draft([leg(outside(), fees(), 5n), leg(outside(), fees(), 6n)]);
    const told = await behind(
      books,
      (tx) => post(books, [journal], tx),
      () => post(books, [journal]),
    );
    assert.deepEqual(told, ["repeated"]);
    await assertClean(books);
  },
  "an account that two open at once is there once": async (books) => {
    const ann = wallet(randomUUID());
    const told = await behind(
      books,
      (tx) => post(books, [draft([leg(outside(), ann, 5n)])], tx),
      () => post(books, [draft([leg(outside(), ann, 6n)])]),
    );
    assert.deepEqual(told, ["posted"]);
    await assertClean(books);
  },
  "an account's times grow with its versions": async (books) => {
    const ann = await funded(books, 100n);
    const debit = () => draft([leg(ann, fees(), 1n)]);
    const told = await behind(
      books,
      (tx) => post(books, [debit()], tx),
      () => post(books, [debit()]),
      async (tx) => {
        // The second has begun; what the first posts now is later, and has the earlier version.
        const until = Date.now() + 10;
        while (Date.now() < until) assert.deepEqual(await post(books, [debit()], tx), ["posted"]);
      },
    );
    assert.deepEqual(told, ["posted"]);
    await assertClean(books);
  },
} satisfies Record<string, Probe>;
