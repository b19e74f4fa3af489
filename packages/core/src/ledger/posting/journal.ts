import type { AccountRef, JournalKind } from "@mainstay/contracts";

/** What is posted: legs that commit together or not at all. */
export interface Journal {
  /** By `journalId`: of the cause and the effect. */
  readonly id: string;
  readonly kind: JournalKind;
  /** What it is about: `kind:id`. */
  readonly ref: `${string}:${string}`;
  readonly legs: readonly Leg[];
}
export interface Leg {
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
}
/** Sets money aside, until it is settled or voided. */
export interface Hold extends Omit<Journal, "legs"> {
  readonly from: AccountRef;
  readonly amount: bigint;
  /** When the worker voids it by itself; after that it cannot be settled. A repeat does not change it. */
  readonly expiresAt?: Date;
}
/** Pays what was held, or a part of it, through clearing; the rest goes back. */
export interface Settlement extends Omit<Journal, "legs"> {
  /** The hold's id. */
  readonly hold: string;
  readonly to: readonly { readonly account: AccountRef; readonly amount: bigint }[];
}
/** Gives back what was held. */
export interface Voiding extends Omit<Journal, "legs"> {
  readonly hold: string;
}

export interface Posted {
  readonly id: string;
  /** It was there already, with the same content. */
  readonly repeated: boolean;
}

/** An account as `ledger_post` is told of it. */
export interface Place {
  readonly id: string;
  readonly lockRank: number;
  /** Null where it must exist. */
  readonly ref: AccountRef | null;
  /** For errors. */
  readonly name: string;
  readonly currency: string;
}

/** What becomes a journal's rows. */
export interface Draft {
  readonly id: string;
  readonly code: string;
  readonly ref: string;
  readonly reverses: string | null;
  readonly expiresAt: Date | null;
  readonly legs: readonly DraftLeg[];
}
export interface DraftLeg {
  readonly kind: "posted" | "pending" | "post" | "void";
  /** Null where a hold says it. */
  readonly debit: Place | null;
  readonly credit: Place | null;
  /** Null: as much as is held. */
  readonly amount: bigint | null;
  readonly hold: string | null;
}
