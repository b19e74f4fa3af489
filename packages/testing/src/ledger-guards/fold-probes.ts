import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { accountId, balanceOf } from "@mainstay/core";
import { foldTails } from "@mainstay/core/ledger/accounts/fold-accounts";
import { transaction } from "@mainstay/db";
import { sql } from "drizzle-orm";
import pg from "pg";
import { clearing, fees, outside, wallet } from "../ledger.ts";
import {
  assertClean,
  type Books,
  draft,
  leg,
  post,
  type Probe,
  refused,
  untilWaiting,
} from "./books.ts";

// Of a currency that no other probe moves, so that it is known what stands there.
const [income, world, waiting] = [fees("RUB"), outside("RUB"), clearing("RUB")];

/** Some of everything: debits and credits, posted and held. */
async function moved(books: Books): Promise<void> {
  const ann = wallet(randomUUID(), "RUB");
  const told = await post(books, [
    draft([leg(world, ann, 50n)]),
    draft([leg(world, income, 7n)]),
    draft([leg(income, world, 2n)]),
    draft([leg(ann, waiting, 20n, "pending")]),
  ]);
  assert.deepEqual(told, ["posted", "posted", "posted", "posted"]);
}
async function standing({ db }: Books) {
  const [earned, out] = await Promise.all([income, world].map((account) => balanceOf(db, account)));
  return { earned: earned?.balance, out: out?.balance };
}
const tailsOf = async ({ db }: Books) => {
  const text = "select from ledger_tails where account_id = any($1::uuid[])";
  return (await db.$client.query(text, [[income, world, waiting].map(accountId)])).rows.length;
};

/** What `ledger_fold` does to accounts without a floor. */
export const foldProbes = {
  "folding takes each movement along once, and changes no balance": async (books) => {
    for (const _round of [1, 2]) {
      await moved(books);
      const before = await standing(books);
      await foldTails(books.db);
      assert.deepEqual(await standing(books), before);
      assert.equal(await tailsOf(books), 0);
      await assertClean(books);
    }
  },
  "what comes while a fold runs is there after it": async (books) => {
    await moved(books);
    const before = await standing(books);
    const owner = new pg.Client({ connectionString: books.database.adminUrl });
    await owner.connect();
    try {
      // The fold has read its rows by then, and waits to add them.
      const lock = "select from ledger_accounts where id = $1 for update";
      await owner.query("begin");
      await owner.query(lock, [accountId(income)]);
      const fold = foldTails(books.db);
      await untilWaiting(books, fold);
      assert.deepEqual(await post(books, [draft([leg(world, income, 3n)])]), ["posted"]);
      await owner.query("commit");
      await fold;
    } finally {
      await owner.end();
    }
    const { earned = 0n, out = 0n } = before;
    assert.deepEqual(await standing(books), { earned: earned + 3n, out: out + 3n });
    await assertClean(books);
  },
  "who comes while a fold runs does not wait for it": async (books) => {
    await moved(books);
    await transaction(books.db, async (tx) => {
      await tx.execute(sql`select ledger_fold(100)`);
      const second = transaction(books.db, async (other) => {
        await other.execute(sql`set local lock_timeout = '500ms'`);
        const { rows } = await other.execute(sql`select folded from ledger_fold(100)`);
        assert.deepEqual(rows, [{ folded: 0 }]);
      });
      await refused("done", second, "a second fold");
    });
  },
} satisfies Record<string, Probe>;
