import { isDeepStrictEqual } from "node:util";
import { DomainError } from "@mainstay/contracts";
import {
  hold,
  type Poster,
  postJournal,
  postJournals,
  readStandings,
  reconcile,
  reverseJournal,
  settleHold,
  voidHold,
} from "@mainstay/core";
import { foldTails } from "@mainstay/core/ledger/accounts/fold-accounts";
import { balanceAt } from "@mainstay/core/ledger/accounts/get-balance";
import { readStatement } from "@mainstay/core/ledger/accounts/read-statement";
import { voidLapsed } from "@mainstay/core/ledger/holds/void-expired-holds";
import { type Db, type DbOrTx, ledgerAccounts, transaction } from "@mainstay/db";
import { inArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { createLedgerModel, type LedgerModel, modelBalance } from "./ledger-model.ts";
import type { Outcome } from "./ledger-model-entry.ts";
import { createAsked, type Operation, type Plan } from "./ledger-operations.ts";
import { ledgerPlans } from "./ledger-plans.ts";
import { thrown } from "./ledger.ts";

export interface LedgerRun {
  readonly db: Db;
  readonly reference: Poster["reference"];
  readonly seed: number;
  /** Each journal of a batch, and each call of a transaction, is one. */
  readonly operations: number;
  /** How often the model's books are laid beside the real ones, and how often these are reconciled. */
  readonly compareEvery?: number;
  readonly reconcileEvery?: number;
  readonly onProgress?: (done: number) => void;
}
export interface LedgerRunResult {
  readonly operations: number;
  readonly steps: number;
  /** `hold posted`, `settle ledger.hold_resolved`, …: how often. */
  readonly tally: ReadonlyMap<string, number>;
  readonly accounts: bigint;
  readonly transfers: bigint;
}

/**
 * Asks the ledger and the model the same, step by step, and throws where they part. The same seed asks the
 * same again, so a run that ended at a step can be watched there.
 */
export async function driveLedger(run: LedgerRun): Promise<LedgerRunResult> {
  const { db, seed, operations, compareEvery = 2_500, reconcileEvery = operations / 4 } = run;
  const model = createLedgerModel();
  const asked = createAsked(seed);
  const tally = new Map<string, number>();
  let done = 0;
  let steps = 0;
  const part = (what: string): never => {
    throw new Error(
      `The ledger and its model part: seed ${seed}, step ${steps} (${done} operations before). ${what}`,
    );
  };
  for (const plan of plansFrom(seed, { people: 40, together: 3 })) {
    if (done >= operations) break;
    steps += 1;
    const before = done;
    const operation = plan(asked);
    asked.add(operation);
    const expected = model.judge(operation);
    const found = await perform(run, operation).catch((error: unknown) =>
      part(`${shown(operation)} failed: ${String(error)}, ${String((error as Error).cause)}`),
    );
    if (!isDeepStrictEqual(found, expected))
      part(`${shown(operation)} should come to ${expected.join()} and came to ${found.join()}.`);
    for (const [index, outcome] of found.entries()) count(tally, nameOf(operation, index), outcome);
    done += Math.max(found.length, 1);
    const passed = (every: number) => Math.floor(done / every) > Math.floor(before / every);
    if (passed(compareEvery) || done >= operations) await compareBooks(db, model, part);
    if (passed(compareEvery)) run.onProgress?.(done);
    if (passed(reconcileEvery)) await requireClean(db, part);
  }
  const { accounts, transfers } = await requireClean(db, part);
  return { operations: done, steps, tally, accounts, transfers };
}

const chunk = 500;

/** Without end; what comes when depends on the seed alone. */
export function* plansFrom(
  seed: number,
  scope: Parameters<typeof ledgerPlans>[0],
): Generator<Plan> {
  const plans = ledgerPlans(scope);
  for (let from = Math.imul(seed, 0x9e3779b1); ; from = (from + 1) | 0)
    yield* fc.sample(plans, { numRuns: chunk, seed: from });
}

/** One outcome a journal. */
export async function perform(
  { db, reference }: Pick<LedgerRun, "db" | "reference">,
  operation: Operation,
): Promise<Outcome[]> {
  switch (operation.do) {
    case "fold":
      await foldTails(db);
      return ["folded"];
    case "sweep":
      return [`swept ${await voidLapsed({ reference }, db)}`];
    case "together": {
      const undo = new Error("the model's caller takes it back");
      let told: Outcome[] = [];
      await transaction(db, async (tx) => {
        told = [];
        for (const one of operation.operations) told.push(...(await ask(reference, tx, one)));
        if (!operation.commits) throw undo;
      }).catch((error: unknown) => {
        if (error !== undo) throw error;
      });
      return told;
    }
    default:
      return ask(reference, db, operation);
  }
}

async function ask(
  reference: Poster["reference"],
  db: DbOrTx,
  operation: Operation,
): Promise<Outcome[]> {
  const ctx: Poster = { reference, fail: thrown };
  const one = async (posted: Promise<{ repeated: boolean }>): Promise<Outcome[]> => {
    try {
      return [(await posted).repeated ? "repeated" : "posted"];
    } catch (error) {
      if (error instanceof DomainError) return [error.reason];
      throw error;
    }
  };
  switch (operation.do) {
    case "post":
      return one(postJournal(ctx, db, operation.journal));
    case "batch": {
      const outcomes = await postJournals(ctx, db, operation.journals);
      return outcomes.map((told) =>
        told.done ? (told.repeated ? "repeated" : "posted") : told.error.reason,
      );
    }
    case "hold":
      return one(hold(ctx, db, operation.hold));
    case "settle":
      return one(settleHold(ctx, db, operation.settlement));
    case "void":
      return one(voidHold(ctx, db, operation.voiding));
    case "reverse":
      return one(reverseJournal(ctx, db, operation.reversal));
    default:
      throw new Error(`${operation.do} is no call of the ledger's doors`);
  }
}

/** Balances, what is held, versions, and where the statements end. */
export async function compareBooks(
  db: Db,
  model: LedgerModel,
  part: (what: string) => never,
): Promise<void> {
  const ids = [...model.accounts.keys()];
  const standings = await readStandings(db, sql`true`, ids.length + 1_000);
  const rows = await db
    .select({ id: ledgerAccounts.id, version: ledgerAccounts.version })
    .from(ledgerAccounts)
    .where(inArray(ledgerAccounts.id, ids));
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  for (const { id, balance } of standings)
    if (!model.accounts.has(id) && balance !== 0n) part(`${id} is an account of nobody's.`);
  const real = new Map(standings.map((standing) => [standing.id, standing]));
  for (const [id, account] of model.accounts) {
    const { purpose, ownerId, currency } = account.ref;
    const expected = { ...modelBalance(account), version: account.totals.version };
    const standing = real.get(id);
    const { balance, held, available } = standing ?? { balance: 0n, held: 0n, available: 0n };
    const found = { balance, held, available, version: versions.get(id) ?? 0n };
    const name = `${purpose.name} of ${ownerId} in ${currency}`;
    if (!isDeepStrictEqual(found, expected))
      part(`${name} should stand at ${shown(expected)} and stands at ${shown(found)}.`);
    if (!standing) continue;
    if (purpose.floor === null) {
      const summed = await balanceAt(db, standing, new Date(Date.now() + 1_000));
      if (summed !== balance) part(`${name} stands at ${balance}, its transfers at ${summed}.`);
      continue;
    }
    const {
      rows: [last],
    } = await readStatement(db, standing, { limit: 1, order: "newest first" });
    const end = { version: last?.version ?? "0", balance: last?.balanceAfter ?? 0n };
    if (!isDeepStrictEqual(end, { version: String(expected.version), balance }))
      part(`${name}: the statement ends with ${shown(end)} and should with ${shown(expected)}.`);
  }
}

export async function requireClean(
  db: Db,
  part: (what: string) => never,
): ReturnType<typeof reconcile> {
  const row = await reconcile(db, { by: "model" });
  return row.clean ? row : part(`The books are not clean: ${shown(row.findings)}.`);
}

const nameOf = (operation: Operation, index: number): string => {
  if (operation.do !== "together") return operation.do;
  const verb = operation.operations[index]?.do ?? "";
  return operation.commits ? `${verb} in a transaction` : `${verb} taken back`;
};
const count = (tally: Map<string, number>, name: string, outcome: Outcome): void => {
  const key = `${name} ${outcome.startsWith("swept") ? "swept" : outcome}`;
  tally.set(key, (tally.get(key) ?? 0) + 1);
};

/** Accounts by what they are for, whose they are and in which currency. */
export const shown = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (typeof inner === "bigint") return String(inner);
    if (key === "purpose" || key === "kind")
      return typeof inner === "object" && inner && "name" in inner ? inner.name : inner;
    return inner;
  });
