import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { accountId, balanceOf, openAccount } from "@mainstay/core";
import type { Draft } from "@mainstay/core/ledger/posting/journal";
import { mostMinorUnits } from "@mainstay/core/ledger/posting/refusal-of-draft";
import { clearing, fees, outside, wallet } from "../ledger.ts";
import {
  assertClean,
  type Books,
  byId,
  draft,
  ending,
  funded,
  leg,
  post,
  postEach,
  type Probe,
} from "./books.ts";

const soon = (): Date => new Date(Date.now() + 60_000);

/** A hold of 10 on a new account of 100. */
async function held(books: Books, head: Partial<Draft> = {}) {
  const ann = await funded(books, 100n);
  const hold = draft([leg(ann, clearing(), 10n, "pending")], head);
  assert.deepEqual(await post(books, [hold]), ["posted"]);
  return { ann, hold: hold.id };
}
const settled = (hold: string, amount = 10n): Draft =>
  draft([ending(hold, amount), leg(clearing(), fees(), amount)]);
const voided = (hold: string): Draft => draft([ending(hold)]);

/** What `ledger_post` answers about holds. */
export const holdProbes = {
  "a hold that there is not is not ended, nor is what is no hold": async (books) => {
    const moved = draft([leg(outside(), fees(), 10n)]);
    await post(books, [moved]);
    for (const id of [randomUUID(), moved.id]) {
      const told = await postEach(books, [settled(id), voided(id)]);
      assert.deepEqual(told, ["ledger.hold_unknown", "ledger.hold_unknown"]);
    }
  },
  "what ends no hold is no movement, whoever says it": async (books) => {
    await openAccount(books.ctx, books.db, fees());
    await openAccount(books.ctx, books.db, outside());
    const { rows } = await books.db.$client.query<{ outcomes: string[] }>(
      "select * from ledger_post(null, $1, $2, $3, $3, $3, null, null, array[1], array['void']::ledger_transfer_kind[], array[1], array[2], array[5], $4)",
      [[outside(), fees()].map(accountId).toSorted(), [randomUUID()], ["test"], [randomUUID()]],
    );
    assert.deepEqual(rows[0]?.outcomes, ["hold_unknown"]);
  },
  "what is voided is all that is held, whoever says less": async (books) => {
    const { ann, hold } = await held(books);
    const ids = byId(ann, clearing()).map(accountId);
    const places = [ids.indexOf(accountId(ann)) + 1, ids.indexOf(accountId(clearing())) + 1];
    await books.db.$client.query(
      "select * from ledger_post(null, $1, $2, $3, $3, $3, null, null, array[1], array['void']::ledger_transfer_kind[], $5, $6, array[3], $4)",
      [ids, [randomUUID()], ["test"], [hold], [places[0]], [places[1]]],
    );
    const { rows } = await books.db.$client.query<{ amount: string }>(
      "select amount from ledger_transfers where hold_id = $1",
      [hold],
    );
    assert.deepEqual(rows, [{ amount: "10" }]);
  },
  "holds that come to more than a sum can bear are voided one after the other": async (books) => {
    const holds: Draft[] = [];
    for (const ann of [wallet(randomUUID(), "EUR"), wallet(randomUUID(), "EUR")]) {
      await post(books, [draft([leg(outside("EUR"), ann, mostMinorUnits)])]);
      holds.push(draft([leg(ann, clearing("EUR"), mostMinorUnits, "pending")]));
    }
    assert.deepEqual(await postEach(books, holds), ["posted", "posted"]);
    const ends = holds.map(({ id }) => voided(id));
    assert.deepEqual(await post(books, ends), ["posted", "ledger.balance_too_large"]);
    assert.deepEqual(await postEach(books, ends.slice(1)), ["posted"]);
  },
  "a hold that was ended is told of": async (books) => {
    const { hold } = await held(books);
    const told = await postEach(books, [settled(hold, 4n), settled(hold, 4n), voided(hold)]);
    assert.deepEqual(told, ["posted", resolved, resolved]);
    await assertClean(books);
  },
  "a hold that was ended in the same batch is told of": async (books) => {
    const { hold } = await held(books);
    const told = await post(books, [voided(hold), settled(hold), voided(hold)]);
    assert.deepEqual(told, ["posted", resolved, resolved]);
    await assertClean(books);
  },
  "a journal that ends another hold is another journal": async (books) => {
    const ann = await funded(books, 100n);
    for (const together of [postEach, post]) {
      const holds = [1, 2].map(() => draft([leg(ann, clearing(), 10n, "pending")]));
      await post(books, holds);
      const id = randomUUID();
      const ends = holds.map((hold) => ({ ...voided(hold.id), id }));
      assert.deepEqual(await together(books, ends), ["posted", "ledger.conflict"]);
    }
  },
  "a hold whose end was refused is ended later in the batch": async (books) => {
    const { hold } = await held(books);
    const poor = wallet(randomUUID());
    const failing = draft([ending(hold), leg(poor, fees(), 1n)]);
    const told = await post(books, [failing, voided(hold)]);
    assert.deepEqual(told, ["ledger.insufficient_funds", "posted"]);
    await assertClean(books);
  },
  "no more is paid than was held": async (books) => {
    const { hold } = await held(books);
    assert.deepEqual(await post(books, [settled(hold, 11n)]), ["ledger.hold_exceeded"]);
  },
  "a hold that ran out is only voided": async (books) => {
    const { hold } = await held(books, { expiresAt: new Date(Date.now() - 1_000) });
    const told = await postEach(books, [settled(hold), voided(hold)]);
    assert.deepEqual(told, ["ledger.hold_expired", "posted"]);
  },
  "what ends a hold sets free what was held": async (books) => {
    for (const end of [settled, voided]) {
      const { ann, hold } = await held(books);
      assert.deepEqual(await post(books, [end(hold)]), ["posted"]);
      assert.equal((await balanceOf(books.db, ann)).held, 0n);
    }
    assert.equal((await balanceOf(books.db, clearing())).held, 0n);
    await assertClean(books);
  },
  "what is voided moves nothing": async (books) => {
    const { ann, hold } = await held(books);
    assert.deepEqual(await post(books, [voided(hold)]), ["posted"]);
    assert.equal((await balanceOf(books.db, ann)).balance, 100n);
  },
  "nothing is held on an account that is not locked": async (books) => {
    const told = await post(books, [draft([leg(fees(), clearing(), 1n, "pending")])]);
    assert.deepEqual(told, ["P0001"]);
  },
  "a hold that runs out is listed until it is ended": async (books) => {
    const listed = async (id: string) => {
      const text = "select from ledger_hold_expiries where hold_id = $1";
      return (await books.db.$client.query(text, [id])).rows.length;
    };
    for (const end of [settled, voided]) {
      const { hold } = await held(books, { expiresAt: soon() });
      assert.equal(await listed(hold), 1);
      await post(books, [end(hold)]);
      assert.equal(await listed(hold), 0);
    }
  },
  "the accounts of holds are locked in the order of all": async (books) => {
    const holds = [await held(books), await held(books)];
    const byId = holds.toSorted((one, other) =>
      accountId(one.ann) < accountId(other.ann) ? 1 : -1,
    );
    // From the last to the first, which is not how they are locked.
    const told = await post(
      books,
      byId.map(({ hold }) => voided(hold)),
    );
    assert.deepEqual(told, ["posted", "posted"]);
  },
} satisfies Record<string, Probe>;

const resolved = "ledger.hold_resolved";
