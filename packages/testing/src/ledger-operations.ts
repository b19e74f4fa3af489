import { journalKind } from "@mainstay/contracts";
import type { Hold, Journal, Leg, Settlement, Voiding } from "@mainstay/core";
import { v5 } from "uuid";
import { anyMove } from "./ledger.ts";

/** One thing that is asked of a ledger. */
export type Operation =
  | { readonly do: "post"; readonly journal: Journal }
  | { readonly do: "batch"; readonly journals: readonly Journal[] }
  | { readonly do: "hold"; readonly hold: Hold }
  | { readonly do: "settle"; readonly settlement: Settlement }
  | { readonly do: "void"; readonly voiding: Voiding }
  | { readonly do: "reverse"; readonly reversal: Reversal }
  | { readonly do: "fold" }
  | { readonly do: "sweep" }
  | {
      readonly do: "together";
      readonly operations: readonly Operation[];
      readonly commits: boolean;
    };
export type Reversal = Omit<Journal, "legs"> & { readonly reverses: string };

/** What was asked so far, for operations that are about others. Numbers pick from the latest. */
export interface Asked {
  newId(): string;
  journal(pick: number): Journal | undefined;
  hold(pick: number): Hold | undefined;
  /** Of a journal that was asked to be reversed. */
  reversed(pick: number): string | undefined;
  /** Of anything that was asked, refused or not. */
  id(pick: number): string | undefined;
  operation(pick: number): Operation | undefined;
  add(operation: Operation): void;
}
/** An operation, once it is known what was asked before it. */
export type Plan = (asked: Asked) => Operation;

/** Ids follow from the seed, so that the same seed asks the same. */
export function createAsked(seed: number): Asked {
  const latest = 64;
  const journals: Journal[] = [];
  const holds: Hold[] = [];
  const reversed: string[] = [];
  const ids: string[] = [];
  const operations: Operation[] = [];
  let made = 0;
  const keep = <T>(list: T[], one: T) => {
    list.push(one);
    if (list.length > latest) list.shift();
  };
  const pickFrom = <T>(list: readonly T[], pick: number) => list[pick % Math.max(list.length, 1)];
  return {
    newId() {
      made += 1;
      return v5(`${seed}:${made}`, "5f0b6a5e-2f0e-4c58-9a4b-6d1c2f7e9a03");
    },
    journal: (pick) => pickFrom(journals, pick),
    hold: (pick) => pickFrom(holds, pick),
    reversed: (pick) => pickFrom(reversed, pick),
    id: (pick) => pickFrom(ids, pick),
    operation: (pick) => pickFrom(operations, pick),
    add(operation) {
      keep(operations, operation);
      for (const one of operation.do === "together" ? operation.operations : [operation]) {
        for (const journal of journalsOf(one)) keep(journals, journal);
        if (one.do === "hold") keep(holds, one.hold);
        if (one.do === "reverse") keep(reversed, one.reversal.reverses);
        const id = idOf(one);
        if (id !== null) keep(ids, id);
      }
    },
  };
}
const journalsOf = (operation: Operation): readonly Journal[] =>
  operation.do === "post"
    ? [operation.journal]
    : operation.do === "batch"
      ? operation.journals
      : [];
export function idOf(operation: Operation): string | null {
  switch (operation.do) {
    case "post":
      return operation.journal.id;
    case "hold":
      return operation.hold.id;
    case "settle":
      return operation.settlement.id;
    case "void":
      return operation.voiding.id;
    case "reverse":
      return operation.reversal.id;
    default:
      return null;
  }
}

const otherMove = journalKind("test.other_move", { when: "a test wants another", legs: [] });

export const journalOf = (id: string, legs: readonly Leg[]): Journal => ({
  id,
  kind: anyMove,
  ref: "test:1",
  legs,
});

/** Another journal under the same id. */
export function changed(journal: Journal, how: number, other: readonly Leg[]): Journal {
  const [first, ...rest] = journal.legs;
  if (!first) return journal;
  const withFirst = (leg: Leg) => ({ ...journal, legs: [leg, ...rest] });
  switch (how) {
    case 0:
      return withFirst({ ...first, amount: first.amount + 1n });
    case 1:
      return withFirst({ ...first, debit: first.credit, credit: first.debit });
    case 2:
      return { ...journal, ref: "test:2" };
    case 3:
      return { ...journal, kind: otherMove };
    case 4:
      return { ...journal, legs: [...journal.legs, ...other] };
    default:
      return { ...journal, legs: other };
  }
}

export function withId(operation: Operation, id: string): Operation {
  switch (operation.do) {
    case "post":
      return { ...operation, journal: { ...operation.journal, id } };
    case "hold":
      return { ...operation, hold: { ...operation.hold, id } };
    case "settle":
      return { ...operation, settlement: { ...operation.settlement, id } };
    case "void":
      return { ...operation, voiding: { ...operation.voiding, id } };
    case "reverse":
      return { ...operation, reversal: { ...operation.reversal, id } };
    default:
      return operation;
  }
}

/** The same of another hold or journal. */
export function aboutOther(operation: Operation, id: string): Operation {
  switch (operation.do) {
    case "settle":
      return { ...operation, settlement: { ...operation.settlement, hold: id } };
    case "void":
      return { ...operation, voiding: { ...operation.voiding, hold: id } };
    case "reverse":
      return { ...operation, reversal: { ...operation.reversal, reverses: id } };
    default:
      return operation;
  }
}
