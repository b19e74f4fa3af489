import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { AccountRef } from "@mainstay/contracts";
import { openAccount } from "@mainstay/core";
import { placeOf } from "@mainstay/core/ledger/posting/draft";
import { transaction } from "@mainstay/db";
import { sql } from "drizzle-orm";
import pg from "pg";
import { clearing, fees, outside, wallet } from "../ledger.ts";
import {
  assertClean,
  behind,
  type Books,
  draft,
  ending,
  funded,
  leg,
  opened,
  plainly,
  post,
  type Probe,
  untilWaiting,
} from "./books.ts";
import { insertion, sample } from "./samples.ts";

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
  "debits that are posted plainly wait for each other": async (books) => {
    const ann = await funded(books, 100n);
    await openAccount(books.ctx, books.db, fees());
    const debit = [leg(ann, fees(), 60n)];
    const told = await behind(
      books,
      (tx) => plainly(books, debit, { within: tx }),
      () => plainly(books, debit),
    );
    assert.equal(told, false);
    await assertClean(books);
  },
  "plainly, too, a journal between accounts without a floor is posted once by two": async (
    books,
  ) => {
    for (const account of [outside(), fees()]) await openAccount(books.ctx, books.db, account);
    const [id, legs] = [randomUUID(), [leg(outside(), fees(), 5n), leg(outside(), fees(), 6n)]];
    const told = await behind(
      books,
      (tx) => plainly(books, legs, { id, within: tx }),
      () => plainly(books, legs, { id }),
    );
    // Which is repeated, and then finds it there.
    assert.equal(told, "40001");
    await assertClean(books);
  },
  "plainly, too, an account's times grow with its versions": async (books) => {
    const ann = await funded(books, 100n);
    await openAccount(books.ctx, books.db, fees());
    const debit = [leg(ann, fees(), 1n)];
    const told = await behind(
      books,
      (tx) => plainly(books, debit, { within: tx }),
      () => plainly(books, debit),
      async (tx) => {
        // The second has begun; what the first posts now is later, and has the earlier version.
        const until = Date.now() + 10;
        while (Date.now() < until) assert.equal(await plainly(books, debit, { within: tx }), true);
      },
    );
    assert.equal(told, true);
    await assertClean(books);
  },
  "a movement's time is when it had its locks": async (books) => {
    const ann = await funded(books, 100n);
    for (const account of [outside(), fees()]) await openAccount(books.ctx, books.db, account);
    const debit = [leg(ann, fees(), 1n)];
    const ways: ((id: string) => Promise<unknown>)[] = [
      (id: string) => post(books, [draft(debit, { id })]),
      (id: string) => plainly(books, debit, { id }),
    ];
    for (const ask of ways) {
      const id = randomUUID();
      let elsewhere = "";
      await behind(
        books,
        (tx) => plainly(books, debit, { within: tx }),
        () => ask(id),
        async (tx) => {
          // The second has begun, and waits for nothing that happens here.
          const until = Date.now() + 10;
          while (Date.now() < until) {
            elsewhere = randomUUID();
            await plainly(books, [leg(outside(), fees(), 1n)], { id: elsewhere, within: tx });
          }
        },
      );
      const { rows } = await books.db.$client.query(
        "select min(at) filter (where journal_id = $1) >= min(at) filter (where journal_id = $2) as later from ledger_transfers",
        [id, elsewhere],
      );
      assert.deepEqual(rows, [{ later: true }]);
    }
    await assertClean(books);
  },
  "accounts without a floor keep nobody waiting": async (books) => {
    await openAccount(books.ctx, books.db, fees());
    const moves = async () => [leg(fees(), await opened(books), 1n)];
    await transaction(books.db, async (first) => {
      assert.deepEqual(await post(books, [draft(await moves())], first), ["posted"]);
      assert.equal(await plainly(books, await moves(), { within: first }), true);
      await transaction(books.db, async (second) => {
        await second.execute(sql`set local lock_timeout = '500ms'`);
        assert.deepEqual(await post(books, [draft(await moves())], second), ["posted"]);
        assert.equal(await plainly(books, await moves(), { within: second }), true);
      });
    });
    await assertClean(books);
  },
  "an account that is opened between two looks is not taken for one without a floor": async (
    books,
  ) => {
    await post(books, [draft([leg(outside(), fees(), 1n)])]);
    const plain = await between(books, (one) => plainly(books, [leg(outside(), one, 5n)]));
    assert.equal(plain, false);
    // Without its `ref` it is not opened before it is looked for.
    const told = await between(books, (one) =>
      post(books, [
        draft([{ ...leg(outside(), one, 5n), credit: { ...placeOf(one), ref: null } }]),
      ]),
    );
    assert.deepEqual(told, ["posted"]);
    await assertClean(books);
  },
} satisfies Record<string, Probe>;

/** The first look at the account waits for one who deletes it, and finds nothing; for the second it is there. */
async function between<T>(books: Books, work: (account: AccountRef) => Promise<T>): Promise<T> {
  const ann = await opened(books);
  const { id } = placeOf(ann);
  const admin = new pg.Client({ connectionString: books.database.adminUrl });
  await admin.connect();
  try {
    // Without the triggers that refuse it: nothing else makes one come just then.
    await admin.query("begin; set local session_replication_role = replica");
    await admin.query("delete from ledger_accounts where id = $1", [id]);
    await admin.query(
      insertion("ledger_accounts", sample("ledger_accounts", { id, owner_id: ann.ownerId })),
    );
    const begun = work(ann);
    await untilWaiting(books, begun);
    await admin.query("commit");
    return await begun;
  } finally {
    await admin.end();
  }
}
