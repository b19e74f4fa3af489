import { randomUUID } from "node:crypto";
import { type Books, type Probe, refused } from "./books.ts";
import { insertion, type LedgerTable, sample } from "./samples.ts";

const adds = ({ database }: Books, ...inserted: Parameters<typeof insertion>) =>
  database.admin(insertion(...inserted));
const unique = "23505";
const checked = "23514";
const kept = "23001";

/** What the tables refuse to their owner and to the server's administrator as well. */
export const tableProbes = {
  "an account's row never stands below its floor": async (books) => {
    const credit = sample("ledger_accounts", { credits_posted: 5, floor: 3 });
    const debit = sample("ledger_accounts", {
      normal_side: "debit",
      purpose: "receivable",
      debits_posted: 5,
      floor: 3,
    });
    await adds(books, "ledger_accounts", credit, debit);
    const tries = [
      [credit, "debits_posted = 3"],
      [credit, "debits_pending = 3"],
      [credit, "credits_posted = 2"],
      [debit, "credits_posted = 3"],
      [debit, "credits_pending = 3"],
      [debit, "debits_posted = 2"],
    ] as const;
    for (const [{ id }, change] of tries) {
      const update = `update ledger_accounts set ${change} where id = '${String(id)}'`;
      await refused(checked, books.database.admin(update), change);
    }
  },
  "a leg moves more than nothing": async (books) => {
    for (const amount of [0, -1]) {
      const row = sample("ledger_transfers", { amount });
      await refused(checked, adds(books, "ledger_transfers", row), `a leg of ${amount}`);
    }
  },
  "a leg moves from one account to another": async (books) => {
    const id = randomUUID();
    const row = sample("ledger_transfers", { debit_id: id, credit_id: id });
    await refused(checked, adds(books, "ledger_transfers", row), "a leg to itself");
  },
  "a hold is ended once": async (books) => {
    const hold_id = randomUUID();
    const post = sample("ledger_transfers", { hold_id, kind: "post" });
    await adds(books, "ledger_transfers", post);
    for (const kind of ["post", "void"]) {
      const again = sample("ledger_transfers", { hold_id, kind });
      await refused(unique, adds(books, "ledger_transfers", again), `a second end by ${kind}`);
    }
  },
  "a journal is taken back once": async (books) => {
    const reverses = randomUUID();
    const first = sample("ledger_transfers", { reverses });
    await adds(books, "ledger_transfers", first, { ...first, leg: 1 });
    const again = sample("ledger_transfers", { reverses });
    await refused(unique, adds(books, "ledger_transfers", again), "a second reversal");
  },
  "an owner has one account of a purpose in a currency": async (books) => {
    const account = sample("ledger_accounts");
    await adds(books, "ledger_accounts", account);
    const twin = { ...account, id: randomUUID() };
    await refused(unique, adds(books, "ledger_accounts", twin), "a second account");
  },
  "an account's currency is one that there is": async (books) => {
    const row = sample("ledger_accounts", { currency: "NOPE" });
    await refused("23503", adds(books, "ledger_accounts", row), "an unknown currency");
    await adds(books, "ledger_accounts", sample("ledger_accounts", { currency: "RUB" }));
    const deletion = books.database.admin("delete from currencies where code = 'RUB'");
    await refused("23503", deletion, "a currency that is in use is deleted");
  },
  "transfers are only ever added": (books) =>
    onlyAdded(books, "ledger_transfers", "update ledger_transfers set amount = 2"),
  "entries are only ever added": (books) =>
    onlyAdded(books, "ledger_entries", "update ledger_entries set delta = 2"),
  "accounts are never deleted": (books) => onlyAdded(books, "ledger_accounts"),
  "adjustments are never deleted": (books) => onlyAdded(books, "ledger_adjustments"),
  "what an account is never changes": async (books) => {
    const account = sample("ledger_accounts", { credits_posted: 9 });
    await adds(books, "ledger_accounts", account);
    const changes = {
      id: randomUUID(),
      owner_kind: "trader",
      owner_id: randomUUID(),
      purpose: "other",
      currency: "RUB",
      normal_side: "credit",
      floor: "1",
      opened_at: "2025-01-01",
    };
    for (const [column, value] of Object.entries(changes)) {
      const update = `update ledger_accounts set ${column} = '${value}' where id = '${String(account["id"])}'`;
      await refused(kept, books.database.admin(update), column);
    }
  },
  "an account is sound": async (books) => {
    const unsound = {
      "a floor below zero": { floor: -1, owner_kind: "platform" },
      "somebody's account without a floor": { floor: null },
      "a debt that is no receivable": { normal_side: "debit" },
    };
    for (const [about, changed] of Object.entries(unsound)) {
      const row = sample("ledger_accounts", changed);
      await refused(checked, adds(books, "ledger_accounts", row), about);
    }
    const sound = {
      "the platform's account without a floor": { owner_kind: "platform", floor: null },
      "the platform's account of the debit side": { owner_kind: "platform", normal_side: "debit" },
      "a receivable": { purpose: "receivable", normal_side: "debit" },
    };
    for (const [about, changed] of Object.entries(sound)) {
      const row = sample("ledger_accounts", { owner_id: randomUUID(), ...changed });
      await refused("done", adds(books, "ledger_accounts", row), about);
    }
  },
  "an adjustment is approved by somebody, who did not propose it": async (books) => {
    const decided = [
      ["approved", null],
      ["approved", "account:1"],
      ["rejected", null],
      ["proposed", "account:2"],
      ["done", "account:2"],
    ] as const;
    for (const [state, decided_by] of decided) {
      const row = sample("ledger_adjustments", { state, decided_by });
      const about = `${state} by ${decided_by ?? "nobody"}`;
      await refused(checked, adds(books, "ledger_adjustments", row), about);
    }
    const own = sample("ledger_adjustments", { state: "rejected", decided_by: "account:1" });
    const other = sample("ledger_adjustments", { state: "approved", decided_by: "account:2" });
    await refused("done", adds(books, "ledger_adjustments", own, other), "by whom it may be");
  },
  "an adjustment is decided once, and as it was proposed": async (books) => {
    const decided = sample("ledger_adjustments", { state: "rejected", decided_by: "account:2" });
    const proposed = sample("ledger_adjustments");
    await adds(books, "ledger_adjustments", decided, proposed);
    const approval = "state = 'approved', decided_by = 'account:2'";
    const tries = [
      [decided, "state = 'approved'"],
      [decided, "state = 'proposed', decided_by = null"],
      [proposed, `${approval}, id = '${randomUUID()}'`],
      [proposed, `${approval}, legs = '[1]'`],
      [proposed, `${approval}, reason = 'other'`],
      [proposed, `${approval}, proposed_by = 'account:3'`],
    ] as const;
    for (const [{ id }, change] of tries) {
      const update = `update ledger_adjustments set ${change} where id = '${String(id)}'`;
      await refused(kept, books.database.admin(update), change);
    }
    const update = `update ledger_adjustments set ${approval} where id = '${String(proposed["id"])}'`;
    await refused("done", books.database.admin(update), "the decision itself");
  },
} satisfies Record<string, Probe>;

async function onlyAdded(books: Books, table: LedgerTable, ...changes: string[]): Promise<void> {
  await adds(books, table, sample(table));
  for (const change of [...changes, `delete from ${table}`, `truncate ${table}`])
    await refused(kept, books.database.admin(change), change);
}
