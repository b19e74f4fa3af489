import {
  accountTwice,
  amountNegative,
  amountTooLarge,
  amountZero,
  currencyMixed,
  type DomainError,
  type PostingReason,
} from "@mainstay/contracts";
import type { Draft, DraftLeg } from "./journal.ts";

/** What one movement can carry: the database's `bigint`. */
export const mostMinorUnits = 2n ** 63n - 1n;

/** What is wrong with a journal whatever stands on its accounts. */
export function refusalOfDraft({ id, legs }: Draft): DomainError<PostingReason> | null {
  if (legs.length === 0) throw new Error(`The journal ${id} has no legs.`);
  for (const leg of legs) {
    const refusal = refusalOfLeg(leg);
    if (refusal) return refusal;
  }
  return null;
}

function refusalOfLeg({ debit, credit, amount }: DraftLeg): DomainError<PostingReason> | null {
  if (amount !== null) {
    if (amount === 0n) return amountZero();
    if (amount < 0n) return amountNegative({ amount: String(amount) });
    if (amount > mostMinorUnits)
      return amountTooLarge({ amount: String(amount), most: String(mostMinorUnits) });
  }
  if (!debit || !credit) return null;
  if (debit.id === credit.id)
    return accountTwice({ account: debit.name, currency: debit.currency });
  if (debit.currency !== credit.currency)
    return currencyMixed({
      debit: `${debit.name} in ${debit.currency}`,
      credit: `${credit.name} in ${credit.currency}`,
    });
  return null;
}
