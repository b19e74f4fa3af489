import type { AccountRef } from "@mainstay/contracts";
import type { Journal } from "@mainstay/core";

/** A journal as the model knows it, and what makes two of them the same. */
export interface ModelLeg {
  readonly kind: "posted" | "pending" | "post" | "void";
  /** Null where only a hold that is not there would say it. */
  readonly debit: AccountRef | null;
  readonly credit: AccountRef | null;
  readonly amount: bigint;
  readonly hold: string | null;
}
export interface ModelEntry {
  readonly id: string;
  readonly code: string;
  readonly ref: string;
  readonly reverses: string | null;
  readonly expiresAt: Date | null;
  readonly legs: readonly ModelLeg[];
}
/** `posted`, `repeated`, `folded`, how many were swept, or the reason of the refusal. */
export type Outcome = string;

/** The digits of the currencies that there are. */
const currencies: Readonly<Record<string, number>> = { USDT: 6, RUB: 2, BTC: 8, ETH: 18 };
const mostDigits = 8;
/** What one movement, and one side of an account, can carry. */
export const modelMost = 2n ** 63n - 1n;
export function entryOfJournal({ id, kind, ref, legs }: Journal): ModelEntry {
  return {
    id,
    code: kind.name,
    ref,
    reverses: null,
    expiresAt: null,
    legs: legs.map((leg) => ({ ...leg, kind: "posted", hold: null })),
  };
}

/** What is wrong with it whatever stands on its accounts. */
export function refusalOfContent({ legs }: ModelEntry): Outcome | null {
  for (const { debit, credit, amount } of legs) {
    if (amount === 0n) return "ledger.amount_zero";
    if (amount < 0n) return "ledger.amount_negative";
    if (amount > modelMost) return "ledger.amount_too_large";
    if (!debit || !credit) continue;
    if (isSameAccount(debit, credit)) return "ledger.account_twice";
    if (debit.currency !== credit.currency) return "ledger.currency_mixed";
  }
  return null;
}

export function refusalOfCurrencies({ legs }: ModelEntry): Outcome | null {
  for (const { currency } of legs.flatMap(({ debit, credit }) =>
    [debit ?? [], credit ?? []].flat(),
  )) {
    const digits = currencies[currency];
    if (digits === undefined) return "platform.currency_unknown";
    if (digits > mostDigits) return "ledger.currency_too_fine";
  }
  return null;
}

const isSameAccount = (one: AccountRef | null, other: AccountRef | null): boolean =>
  one?.purpose.name === other?.purpose.name &&
  one?.ownerId === other?.ownerId &&
  one?.currency === other?.currency;

/** When a hold lapses is not what the hold is: a repeat does not change it. */
export const isSameEntry = (one: ModelEntry, other: ModelEntry): boolean =>
  one.code === other.code &&
  one.ref === other.ref &&
  one.reverses === other.reverses &&
  one.legs.length === other.legs.length &&
  one.legs.every((leg, index) => {
    const beside = other.legs[index];
    return (
      leg.kind === beside?.kind &&
      leg.amount === beside.amount &&
      leg.hold === beside.hold &&
      isSameAccount(leg.debit, beside.debit) &&
      isSameAccount(leg.credit, beside.credit)
    );
  });
