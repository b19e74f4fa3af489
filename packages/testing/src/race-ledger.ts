import { type AccountRef, clearingAccount, externalAccount, holdLapsed } from "@mainstay/contracts";
import { accountId, readStandings, type Standing } from "@mainstay/core";
import { type Db, ledgerAccounts, ledgerEntries, ledgerTransfers } from "@mainstay/db";
import { asc, sql } from "drizzle-orm";
import {
  compareBooks,
  type LedgerRun,
  perform,
  plansFrom,
  requireClean,
  shown,
} from "./drive-ledger.ts";
import { debtAccount, feesAccount, walletAccount } from "./ledger.ts";
import { createLedgerModel, type LedgerModel } from "./ledger-model.ts";
import type { ModelEntry, Outcome } from "./ledger-model-entry.ts";
import { createAsked, idOf, type Operation } from "./ledger-operations.ts";

/** One call that its caller got an answer to, and that was not taken back. */
interface Acknowledged {
  readonly operation: Operation;
  readonly id: string;
  readonly outcome: Outcome;
}
type Part = (what: string) => never;

/**
 * Many callers ask at once what they can think of, of each other's journals too. What comes of it depends on
 * who was first; afterwards the model must come to the same books by going through what was committed in
 * its order, and every answer must be true of them.
 */
export async function raceLedger(
  run: LedgerRun & { readonly callers: number },
): Promise<{ acknowledged: number; posted: number; transfers: bigint }> {
  const { db, seed, operations, callers } = run;
  const part: Part = (what) => {
    throw new Error(`The race with seed ${seed} left something wrong. ${what}`);
  };
  const asked = createAsked(seed);
  const acknowledged: Acknowledged[] = [];
  const call = async (caller: number): Promise<void> => {
    for (const plan of plansFrom(seed + caller, { people: 4, together: 1 })) {
      if (acknowledged.length >= operations) return;
      const operation = plan(asked);
      asked.add(operation);
      acknowledged.push(...acknowledgedOf(operation, await perform(run, operation)));
    }
  };
  let racing = true;
  const watch = async (): Promise<void> => {
    while (racing) requireSound(await readStandings(db, sql`true`, 1_000), part);
  };
  const watching = watch();
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller))).finally(
    () => (racing = false),
  );
  await watching;

  const model = createLedgerModel();
  await explain(db, model, part);
  await compareBooks(db, model, part);
  requireTrue(acknowledged, model, part);
  const { transfers } = await requireClean(db, part);
  const posted = acknowledged.filter(({ outcome }) => outcome === "posted").length;
  return { acknowledged: acknowledged.length, posted, transfers };
}

function acknowledgedOf(operation: Operation, outcomes: readonly Outcome[]): Acknowledged[] {
  const single = (one: Operation, outcome: Outcome | undefined): Acknowledged[] => {
    const id = idOf(one);
    return id === null || outcome === undefined ? [] : [{ operation: one, id, outcome }];
  };
  switch (operation.do) {
    case "batch":
      return operation.journals.flatMap((journal, index) =>
        single({ do: "post", journal }, outcomes[index]),
      );
    case "together":
      return operation.commits
        ? operation.operations.flatMap((one, index) => single(one, outcomes[index]))
        : [];
    default:
      return single(operation, outcomes[0]);
  }
}

/** At any moment: no account below its floor, and nothing made or lost. */
function requireSound(standings: readonly Standing[], part: Part): void {
  const sums = new Map<string, bigint>();
  for (const { id, side, floor, currency, balance, available } of standings) {
    if (floor !== null && available < floor) part(`${id} was seen below its floor: ${available}.`);
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === "credit" ? balance : -balance));
  }
  for (const [currency, sum] of sums)
    if (sum !== 0n) part(`Debits and credits were seen ${sum} ${currency} apart.`);
}

/**
 * Takes the model through the journals in their order: by their times, and within a millisecond by the
 * versions of their accounts and by what the model can accept.
 */
async function explain(db: Db, model: LedgerModel, part: Part): Promise<void> {
  const { entries, versions } = await readJournals(db);
  const follows = ({ id, legs }: ModelEntry): boolean => {
    const next = new Map<string, bigint>();
    return legs.every(({ kind, debit, credit }, leg) =>
      [debit, credit].every((ref) => {
        if (!ref || ref.purpose.floor === null || kind === "pending" || kind === "void")
          return true;
        const account = accountId(ref);
        const version = next.get(account) ?? model.accounts.get(account)?.totals.version ?? 0n;
        next.set(account, version + 1n);
        return versions.get(`${id}:${leg}:${account}`) === version + 1n;
      }),
    );
  };
  let waiting: ModelEntry[] = [];
  for (const [index, { at, entry }] of entries.entries()) {
    waiting.push(entry);
    if (entries[index + 1]?.at.getTime() === at.getTime()) continue;
    for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
      before = waiting.length;
      waiting = waiting.filter((one) => !follows(one) || model.judgeEntry(one) !== "posted");
    }
    const [stuck] = waiting;
    if (stuck)
      part(
        `Nothing explains ${shown(stuck)}: ${follows(stuck) ? model.judgeEntry(stuck) : "its entries do not follow"}.`,
      );
  }
}

const purposes = [walletAccount, debtAccount, feesAccount, externalAccount, clearingAccount];

async function readJournals(db: Db): Promise<{
  readonly entries: readonly { readonly at: Date; readonly entry: ModelEntry }[];
  /** By journal, leg and account. */
  readonly versions: ReadonlyMap<string, bigint>;
}> {
  const accounts = await db.select().from(ledgerAccounts);
  const refs = new Map(
    accounts.map(({ id, ownerKind, purpose, ownerId, currency }): [string, AccountRef] => {
      const found = purposes.find(({ name }) => name === `${ownerKind}.${purpose}`);
      if (!found) throw new Error(`the race knows no account ${ownerKind}.${purpose}`);
      return [id, found.of(ownerId, currency)];
    }),
  );
  const transfers = await db
    .select()
    .from(ledgerTransfers)
    .orderBy(asc(ledgerTransfers.at), asc(ledgerTransfers.journalId), asc(ledgerTransfers.leg));
  const entries = [...Map.groupBy(transfers, ({ journalId }) => journalId).values()].flatMap(
    (legs) => {
      const [first] = legs;
      if (!first) return [];
      const { journalId: id, code, refKind, refId, reverses, expiresAt, at } = first;
      const entry: ModelEntry = {
        id,
        code,
        ref: `${refKind}:${refId}`,
        reverses,
        expiresAt,
        legs: legs.map(({ kind, debitId, creditId, amount, holdId }) => ({
          kind,
          debit: refs.get(debitId) ?? null,
          credit: refs.get(creditId) ?? null,
          amount,
          hold: holdId,
        })),
      };
      return { at, entry };
    },
  );
  const rows = await db.select().from(ledgerEntries);
  const versions = new Map(
    rows.map((row) => [`${row.journalId}:${row.leg}:${row.accountId}`, row.version]),
  );
  return { entries, versions };
}

/** What was said to be posted is there, once and as it was asked; nothing else is. */
function requireTrue(acknowledged: readonly Acknowledged[], model: LedgerModel, part: Part): void {
  const posted = new Set<string>();
  for (const { operation, id, outcome } of acknowledged) {
    if (outcome === "posted" && posted.has(id)) part(`${id} was said to be posted twice.`);
    if (outcome === "posted") posted.add(id);
    const settled = outcome === "posted" || outcome === "repeated" ? "repeated" : outcome;
    if (settled !== "repeated" && settled !== "ledger.conflict") continue;
    const [now] = model.judge(operation);
    if (now !== settled) part(`${shown(operation)} came to ${outcome}, and would be ${now} now.`);
  }
  for (const { id, code } of model.journals.values())
    if (code !== holdLapsed.name && !posted.has(id)) part(`${id} is there, and nobody was told.`);
}
