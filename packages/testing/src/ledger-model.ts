import { type AccountRef, clearingOf, holdLapsed } from "@mainstay/contracts";
import { accountId, type Journal, journalId } from "@mainstay/core";
import {
  entryOfJournal,
  isSameEntry,
  type ModelEntry,
  type ModelLeg,
  modelMost,
  type Outcome,
  refusalOfContent,
  refusalOfCurrencies,
} from "./ledger-model-entry.ts";
import type { Operation } from "./ledger-operations.ts";

/**
 * A ledger that is nothing but what docs/ledger.md promises, in memory: it says of each operation what must
 * come of it. It shares no rule with `ledger_post`, so that the two can be held against each other.
 */
export interface LedgerModel {
  /** What must come of it, one outcome a journal; it has happened here then. */
  judge(operation: Operation): readonly Outcome[];
  /** The same for a journal as the tables hold it. */
  judgeEntry(entry: ModelEntry): Outcome;
  readonly accounts: ReadonlyMap<string, ModelAccount>;
  readonly journals: ReadonlyMap<string, ModelEntry>;
  readonly holds: ReadonlyMap<string, ModelHold>;
}

/** All that ever came and went, by side; what waits in holds beside it. */
interface Totals {
  readonly debits: bigint;
  readonly credits: bigint;
  readonly debitsHeld: bigint;
  readonly creditsHeld: bigint;
  readonly version: bigint;
}
export interface ModelAccount {
  readonly id: string;
  readonly ref: AccountRef;
  /** Replaced, never changed. */
  totals: Totals;
}
export interface ModelHold {
  readonly leg: ModelLeg;
  readonly ref: string;
  readonly lapsed: boolean;
  resolved: boolean;
}

const nothing: Totals = { debits: 0n, credits: 0n, debitsHeld: 0n, creditsHeld: 0n, version: 0n };

/** As its owner sees it: what grows it stands on its own side. */
export function modelBalance({ ref, totals }: Pick<ModelAccount, "ref" | "totals">): {
  balance: bigint;
  held: bigint;
  available: bigint;
} {
  const owes = ref.purpose.side === "debit";
  const balance = owes ? totals.debits - totals.credits : totals.credits - totals.debits;
  const held = owes ? totals.creditsHeld : totals.debitsHeld;
  return { balance, held, available: balance - held };
}

export function createLedgerModel(): LedgerModel {
  const accounts = new Map<string, ModelAccount>();
  const journals = new Map<string, ModelEntry>();
  const holds = new Map<string, ModelHold>();
  const reversed = new Set<string>();
  /** Where the accounts without a floor stood when the call began: only what it adds must fit. */
  let callBegan = new Map<ModelAccount, Totals>();
  let undo: (() => void)[] = [];
  /** Holds that may have run out: some were ended or taken back since. */
  let lapsing = new Set<string>();

  const accountOf = (ref: AccountRef): ModelAccount => {
    const id = accountId(ref);
    const account = accounts.get(id) ?? { id, ref, totals: nothing };
    accounts.set(id, account);
    return account;
  };

  function judgeEntry(entry: ModelEntry): Outcome {
    const unsound = refusalOfContent(entry) ?? refusalOfCurrencies(entry);
    if (unsound) return unsound;
    const there = journals.get(entry.id);
    if (there) return isSameEntry(there, entry) ? "repeated" : "ledger.conflict";
    if (entry.reverses !== null && reversed.has(entry.reverses)) return "ledger.journal_reversed";
    const after = new Map<ModelAccount, Totals>();
    const ended: ModelHold[] = [];
    for (const leg of entry.legs) {
      const refusal = judgeLeg(leg, after, ended);
      if (refusal) return refusal;
    }
    for (const [{ ref, totals: before }, { debits, credits }] of after) {
      const opened = debits - before.debits !== credits - before.credits;
      if (ref.purpose.purpose === "clearing" && opened) return "ledger.clearing_open";
    }
    accept(entry, after, ended);
    return "posted";
  }

  function judgeLeg(
    leg: ModelLeg,
    after: Map<ModelAccount, Totals>,
    ended: ModelHold[],
  ): Outcome | null {
    const { kind, amount } = leg;
    const held = kind === "post" || kind === "void" ? holds.get(leg.hold ?? "") : undefined;
    if ((kind === "post" || kind === "void") && !held) return "ledger.hold_unknown";
    if (!leg.debit || !leg.credit) throw new Error("only a hold leaves the accounts unsaid");
    if (held) {
      if (held.resolved || ended.includes(held)) return "ledger.hold_resolved";
      if (amount > held.leg.amount) return "ledger.hold_exceeded";
      if (kind === "post" && held.lapsed) return "ledger.hold_expired";
      ended.push(held);
    }
    const sides = [
      { account: accountOf(leg.debit), total: "debits", waiting: "debitsHeld" },
      { account: accountOf(leg.credit), total: "credits", waiting: "creditsHeld" },
    ] as const;
    for (const { account, total, waiting } of sides) {
      const before = after.get(account) ?? account.totals;
      const grows = kind === "pending" ? waiting : total;
      if (kind !== "void" && before[grows] - began(account)[grows] > modelMost - amount)
        return "ledger.balance_too_large";
      const moved = kind === "posted" || kind === "post";
      after.set(account, {
        ...before,
        ...(held ? { [waiting]: before[waiting] - held.leg.amount } : {}),
        ...(kind === "void" ? {} : { [grows]: before[grows] + amount }),
        version: before.version + (moved && account.ref.purpose.floor !== null ? 1n : 0n),
      });
    }
    const broke = sides.some(({ account: { ref }, account }) => {
      const { available } = modelBalance({ ref, totals: after.get(account) ?? account.totals });
      return ref.purpose.floor !== null && available < ref.purpose.floor;
    });
    return broke ? "ledger.insufficient_funds" : null;
  }

  function began(account: ModelAccount): Totals {
    if (account.ref.purpose.floor !== null) return nothing;
    const totals = callBegan.get(account) ?? account.totals;
    callBegan.set(account, totals);
    return totals;
  }

  function accept(entry: ModelEntry, after: Map<ModelAccount, Totals>, ended: ModelHold[]): void {
    const { id, reverses } = entry;
    const [leg] = entry.legs;
    for (const [account, totals] of after) {
      const { totals: before } = account;
      undo.push(() => (account.totals = before));
      account.totals = totals;
    }
    for (const held of ended) {
      undo.push(() => (held.resolved = false));
      held.resolved = true;
    }
    undo.push(() => journals.delete(id));
    journals.set(id, entry);
    if (leg?.kind === "pending") {
      const lapsed = entry.expiresAt !== null && entry.expiresAt.getTime() <= Date.now();
      if (lapsed) lapsing.add(id);
      undo.push(() => holds.delete(id));
      holds.set(id, { leg, ref: entry.ref, lapsed, resolved: false });
    }
    if (reverses !== null) {
      undo.push(() => reversed.delete(reverses));
      reversed.add(reverses);
    }
  }

  function judgeReversal(reversal: Omit<Journal, "legs"> & { reverses: string }): Outcome {
    const { id, kind, ref, reverses } = reversal;
    const moved = (journals.get(reverses)?.legs ?? []).filter(
      (leg) => leg.kind === "posted" || leg.kind === "post",
    );
    if (moved.length === 0) return "ledger.journal_unknown";
    const legs = moved.toReversed().map(({ debit, credit, amount }): ModelLeg => ({
      kind: "posted",
      debit: credit,
      credit: debit,
      amount,
      hold: null,
    }));
    return judgeEntry({ id, code: kind.name, ref, reverses, expiresAt: null, legs });
  }

  function sweep(): Outcome {
    let swept = 0;
    for (const hold of lapsing) {
      const held = holds.get(hold);
      if (!held?.lapsed || held.resolved) continue;
      const id = journalId("ledger.hold_lapsed", hold);
      const head = { id, code: holdLapsed.name, ref: held.ref, reverses: null, expiresAt: null };
      const outcome = judgeEntry({ ...head, legs: [{ ...held.leg, kind: "void", hold }] });
      if (outcome !== "posted") throw new Error(`a lapsed hold is not voided: ${outcome}`);
      swept += 1;
    }
    lapsing = new Set();
    return `swept ${swept}`;
  }

  function beginCall(): void {
    callBegan = new Map();
    undo = [];
  }

  function judge(operation: Operation): readonly Outcome[] {
    beginCall();
    switch (operation.do) {
      case "post":
        return [judgeEntry(entryOfJournal(operation.journal))];
      case "batch":
        return operation.journals.map((journal) => judgeEntry(entryOfJournal(journal)));
      case "hold": {
        const { id, kind, ref, from, amount, expiresAt = null } = operation.hold;
        const head = { id, code: kind.name, ref, reverses: null, expiresAt };
        const [debit, credit] = [from, clearingOf(from.currency)];
        return [
          judgeEntry({ ...head, legs: [{ kind: "pending", debit, credit, amount, hold: null }] }),
        ];
      }
      case "settle": {
        const { to, hold, ...head } = operation.settlement;
        const amount = to.reduce((sum, part) => sum + part.amount, 0n);
        const paid = to.map((part) => ({
          debit: clearingOf(part.account.currency),
          credit: part.account,
          amount: part.amount,
        }));
        const { legs, ...entry } = entryOfJournal({ ...head, legs: paid });
        return [judgeEntry({ ...entry, legs: [endOf("post", hold, amount), ...legs] })];
      }
      case "void": {
        const { hold, ...head } = operation.voiding;
        const amount = holds.get(hold)?.leg.amount ?? 1n;
        const entry = entryOfJournal({ ...head, legs: [] });
        return [judgeEntry({ ...entry, legs: [endOf("void", hold, amount)] })];
      }
      case "reverse":
        return [judgeReversal(operation.reversal)];
      case "fold":
        return ["folded"];
      case "sweep":
        return [sweep()];
      case "together": {
        const undone: (() => void)[] = [];
        const outcomes = operation.operations.flatMap((one) => {
          const told = judge(one);
          undone.push(...undo);
          return told;
        });
        if (!operation.commits) for (const back of undone.toReversed()) back();
        return outcomes;
      }
    }
  }

  const endOf = (kind: "post" | "void", hold: string, amount: bigint): ModelLeg => {
    const held = holds.get(hold)?.leg;
    return { kind, debit: held?.debit ?? null, credit: held?.credit ?? null, amount, hold };
  };

  return {
    judge,
    judgeEntry(entry) {
      beginCall();
      return judgeEntry(entry);
    },
    accounts,
    journals,
    holds,
  };
}
