import { randomUUID } from "node:crypto";
import { ledgerReconciliations } from "@mainstay/db";
import {
  anyMove,
  clearing,
  fees,
  fund,
  move,
  outside,
  testDatabase,
  type TestDatabase,
  testProcess,
  thrown,
  wallet,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";
import { accountId } from "../accounts/account-id.ts";
import { foldTails } from "../accounts/fold-accounts.ts";
import { hold } from "../holds/hold.ts";
import { settleHold } from "../holds/settle-hold.ts";
import { voidHold } from "../holds/void-hold.ts";
import { postJournal } from "../posting/post-journal.ts";
import { bookChecks } from "./book-checks.ts";
import { reconcile } from "./reconcile.ts";

/** Books in which everything has happened once, and the ids of what is in them. */
async function livedBooks(database: TestDatabase) {
  await using process = await testProcess(database);
  const { db, reference } = process.services;
  const ctx = { reference, fail: thrown };
  const [ann, bob] = [wallet(randomUUID()), wallet(randomUUID())];
  const head = () => ({ id: randomUUID(), kind: anyMove, ref: "test:1" }) as const;
  await fund(ctx, db, ann, 100n);
  const moved = await postJournal(ctx, db, move(ann, bob, 10n));
  await postJournal(ctx, db, move(ann, fees(), 5n));
  const [open, voided, settled] = [head(), head(), head()];
  for (const one of [open, voided, settled]) await hold(ctx, db, { ...one, from: ann, amount: 9n });
  const voiding = await voidHold(ctx, db, { ...head(), hold: voided.id });
  const to = [{ account: bob, amount: 4n }];
  const settlement = await settleHold(ctx, db, { ...head(), hold: settled.id, to });
  await foldTails(db);
  await postJournal(ctx, db, move(outside(), bob, 1n));
  return {
    ann: accountId(ann),
    bob: accountId(bob),
    fees: accountId(fees()),
    outside: accountId(outside()),
    clearing: accountId(clearing()),
    moved: moved.id,
    open: open.id,
    voiding: voiding.id,
    settlement: settlement.id,
  };
}
type Lived = Awaited<ReturnType<typeof livedBooks>>;
interface Breakage {
  readonly by: (at: Lived) => string;
  /** Check and subject of all that must be found. */
  readonly found: (at: Lived) => readonly (readonly [check: string, subject: string])[];
}

const unknown = "00000000-0000-4000-8000-000000000001";

/** By the check that each is for; what else must find it is named with it. */
const breakages: Record<string, Record<string, Breakage>> = {
  currency: {
    "more credits than debits": {
      by: ({ fees: id }) =>
        `update ledger_accounts set credits_posted = credits_posted + 5 where id = '${id}'`,
      found: ({ fees: id }) => [
        ["currency", "USDT"],
        ["balance", id],
      ],
    },
  },
  balance: {
    "money on two accounts that nothing moved": {
      by: ({ fees: to, outside: from }) =>
        `update ledger_accounts set credits_posted = credits_posted + 5 where id = '${to}';
         update ledger_accounts set debits_posted = debits_posted + 5 where id = '${from}'`,
      found: (at) => [
        ["balance", at.fees],
        ["balance", at.outside],
      ],
    },
    "a movement that is not on any account": {
      by: ({ fees: to, outside: from }) =>
        `insert into ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
         values ('${unknown}', 0, '${from}', '${to}', 3, 'posted', 'test.move', 'test', '1', true, true, now())`,
      found: (at) => [
        ["balance", at.fees],
        ["balance", at.outside],
      ],
    },
    "a tail that was folded and is still there": {
      by: ({ fees: to, outside: from }) =>
        `insert into ledger_tails values ('${to}', 0, 5, 0, 0), ('${from}', 5, 0, 0, 0)`,
      found: (at) => [
        ["balance", at.fees],
        ["balance", at.outside],
      ],
    },
  },
  pending: {
    "more held than there are holds": {
      by: ({ ann, clearing: to }) =>
        `update ledger_accounts set debits_pending = debits_pending + 1 where id = '${ann}';
         update ledger_accounts set credits_pending = credits_pending + 1 where id = '${to}'`,
      found: (at) => [
        ["pending", at.ann],
        ["pending", at.clearing],
      ],
    },
  },
  versions: {
    "a version without an entry": {
      by: ({ ann }) => `update ledger_accounts set version = version + 1 where id = '${ann}'`,
      found: ({ ann }) => [["versions", ann]],
    },
    "a gap between versions": {
      by: ({ ann }) =>
        `update ledger_entries set version = 1000 where account_id = '${ann}' and version = 2`,
      found: ({ ann }) => [["versions", ann]],
    },
    "a balance that does not go on from the one before": {
      by: ({ ann }) =>
        `update ledger_entries set balance_after = balance_after + 1 where account_id = '${ann}' and version = 2`,
      found: ({ ann }) => [["versions", ann]],
    },
    "a time before the one before": {
      by: ({ ann }) =>
        `update ledger_entries set at = at - interval '1 day' where account_id = '${ann}' and version = 2`,
      found: ({ ann }) => [["versions", ann]],
    },
  },
  entries: {
    "an entry of another leg": {
      by: ({ bob }) =>
        `update ledger_entries set leg = 7 where account_id = '${bob}' and version = 1`,
      found: ({ bob }) => [
        ["entries", bob],
        ["entries", bob],
      ],
    },
    "an entry of an account that has none": {
      by: ({ fees: id, moved }) =>
        `insert into ledger_entries values ('${id}', 1, 10, 10, '${moved}', 0, now())`,
      found: ({ fees: id }) => [
        ["versions", id],
        ["entries", id],
      ],
    },
  },
  currencies: {
    "a leg that is on no statement": {
      by: ({ moved }) =>
        `update ledger_transfers set debit_appends = true where journal_id = '${moved}'`,
      found: ({ moved }) => [["currencies", `${moved}:0`]],
    },
    "a leg to nowhere": {
      by: ({ outside: from }) =>
        `insert into ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
         values ('${unknown}', 0, '${from}', '${unknown}', 3, 'posted', 'test.move', 'test', '1', true, true, now());
         insert into ledger_tails values ('${from}', 3, 0, 0, 0)`,
      found: () => [
        ["currency", "USDT"],
        ["balance", unknown],
        ["currencies", `${unknown}:0`],
      ],
    },
    "a leg between two currencies": {
      by: ({ outside: from }) =>
        `insert into ledger_accounts (id, owner_kind, owner_id, purpose, currency, normal_side, lock_rank)
         values ('${unknown}', 'platform', '${unknown}', 'fees', 'RUB', 'credit', 10);
         insert into ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
         values ('${unknown}', 0, '${from}', '${unknown}', 3, 'posted', 'test.move', 'test', '1', true, true, now());
         insert into ledger_tails values ('${from}', 3, 0, 0, 0), ('${unknown}', 0, 3, 0, 0)`,
      found: () => [
        ["currency", "RUB"],
        ["currency", "USDT"],
        ["currencies", `${unknown}:0`],
      ],
    },
  },
  holds: {
    "a hold that there is not": {
      by: ({ voiding }) =>
        `update ledger_transfers set hold_id = '${unknown}' where journal_id = '${voiding}'`,
      // The one that was ended is open again by that.
      found: (at) => [
        ["pending", at.ann],
        ["pending", at.clearing],
        ["holds", `${at.voiding}:0`],
      ],
    },
    "a hold that was voided in part": {
      by: ({ voiding }) =>
        `update ledger_transfers set amount = amount - 1 where journal_id = '${voiding}'`,
      found: ({ voiding }) => [["holds", `${voiding}:0`]],
    },
    "a hold of another account": {
      by: ({ voiding, bob }) =>
        `update ledger_transfers set debit_id = '${bob}' where journal_id = '${voiding}'`,
      found: ({ voiding }) => [["holds", `${voiding}:0`]],
    },
    "more than was held": {
      by: ({ settlement }) =>
        `update ledger_transfers set amount = 3 where leg = 0 and kind = 'pending' and journal_id =
           (select hold_id from ledger_transfers where journal_id = '${settlement}' and leg = 0)`,
      found: ({ settlement }) => [["holds", `${settlement}:0`]],
    },
  },
  overdue: {
    "a hold that ran out two hours ago": {
      by: ({ open }) =>
        `update ledger_transfers set expires_at = now() - interval '2 hours' where journal_id = '${open}';
         insert into ledger_hold_expiries values ('${open}', now() - interval '2 hours')`,
      found: ({ open }) => [["overdue", open]],
    },
  },
  clearing: {
    "money that was left there": {
      by: ({ clearing: to, outside: from }) =>
        `insert into ledger_transfers (journal_id, leg, debit_id, credit_id, amount, kind, code, ref_kind, ref_id, debit_appends, credit_appends, at)
         values ('${unknown}', 0, '${from}', '${to}', 3, 'posted', 'test.move', 'test', '1', true, true, now());
         insert into ledger_tails values ('${from}', 3, 0, 0, 0), ('${to}', 0, 3, 0, 0)`,
      found: ({ clearing: id }) => [["clearing", id]],
    },
  },
  floors: {
    "a balance below the floor": {
      by: ({ ann }) =>
        `alter table ledger_accounts drop constraint ledger_accounts_floor;
         update ledger_accounts set floor = 1000 where id = '${ann}'`,
      found: ({ ann }) => [["floors", ann]],
    },
  },
  adjustments: {
    "an approval without a journal": {
      by: () =>
        `insert into ledger_adjustments (id, reason, legs, state, proposed_by, proposed_at, decided_by)
         values ('${unknown}', 'none', '[]', 'approved', 'account:1', now(), 'account:2')`,
      found: () => [["adjustments", unknown]],
    },
    "a journal without an approval": {
      by: ({ moved }) =>
        `update ledger_transfers set code = 'ledger.adjustment' where journal_id = '${moved}'`,
      found: ({ moved }) => [["adjustments", moved]],
    },
    "a journal of what was only proposed": {
      by: ({ moved }) =>
        `update ledger_transfers set code = 'ledger.adjustment' where journal_id = '${moved}';
         insert into ledger_adjustments (id, reason, legs, state, proposed_by, proposed_at)
         values ('${moved}', 'none', '[]', 'proposed', 'account:1', now())`,
      found: ({ moved }) => [["adjustments", moved]],
    },
  },
};
const cases = Object.entries(breakages).flatMap(([check, all]) =>
  Object.entries(all).map(([what, breakage]) => ({ check, what, ...breakage })),
);

describe("a look through the books", () => {
  it("finds nothing where everything is as it must be, and is kept", async () => {
    await using database = await testDatabase();
    await livedBooks(database);
    const found = await reconcile(database.db, { by: "test" });
    expect(found).toMatchObject({ by: "test", clean: true, found: 0, findings: [] });
    expect(await database.db.select().from(ledgerReconciliations)).toEqual([found]);
    // ann, bob, fees, outside and clearing.
    expect(found.accounts).toBe(5n);
    expect(found.transfers).toBe(10n);
  });

  it("has something broken for each of its checks", () => {
    expect(Object.keys(breakages)).toEqual(bookChecks.map(({ name }) => name));
  });

  it.each(cases)("finds $what by its check of $check", async ({ check, by, found }) => {
    await using database = await testDatabase();
    const at = await livedBooks(database);
    await database.admin(`set session_replication_role = replica; ${by(at)}`);
    const { findings, ...row } = await reconcile(database.db, { by: "test" });
    const told = findings.map(({ check: name, subject }) => `${name} ${subject}`);
    const expected = found(at).map(([name, subject]) => `${name} ${subject}`);
    expect(told.toSorted()).toEqual(expected.toSorted());
    expect(findings.map(({ check: name }) => name)).toContain(check);
    expect(row).toMatchObject({ clean: false, found: findings.length });
    expect(findings.filter(({ problem }) => problem.length < 10)).toEqual([]);
    expect(await database.db.select().from(ledgerReconciliations)).toEqual([{ ...row, findings }]);
  });
});
