import { z } from "zod";
import { currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";

const aboutAmount = z.object({ amount: z.string() });
const aboutAccount = z.object({ account: z.string(), currency: z.string() });
const aboutHold = z.object({ holdId: z.string() });
const aboutJournal = z.object({ journalId: z.string() });

export const amountZero = reason("ledger.amount_zero", {
  kind: "invalid",
  message: "The amount is zero; a movement has an amount above zero, or is left out.",
  details: z.object({}),
});
export const amountNegative = reason("ledger.amount_negative", {
  kind: "invalid",
  message: "The amount {amount} is negative; to move money the other way, swap debit and credit.",
  details: aboutAmount,
});
export const amountTooPrecise = reason("ledger.amount_too_precise", {
  kind: "invalid",
  message: "The amount {amount} has more than the {digits} digits that {currency} has; round it.",
  details: aboutAmount.extend({ currency: z.string(), digits: z.int() }),
});
export const amountTooLarge = reason("ledger.amount_too_large", {
  kind: "invalid",
  message:
    "The amount {amount} is more than one movement can carry, which is {most} of the currency's smallest unit.",
  details: aboutAmount.extend({ most: z.string() }),
});
export const balanceTooLarge = reason("ledger.balance_too_large", {
  kind: "precondition",
  message: "The account {account} in {currency} has no room for so much; nothing was moved.",
  details: aboutAccount,
});
export const currencyTooFine = reason("ledger.currency_too_fine", {
  kind: "precondition",
  message:
    "{currency} has {digits} digits and the ledger keeps at most 8; convert it to a coarser currency where it comes in.",
  details: z.object({ currency: z.string(), digits: z.int() }),
});
export const currencyMixed = reason("ledger.currency_mixed", {
  kind: "invalid",
  message:
    "Money cannot move from {debit} to {credit}: both sides of a movement are of one currency. To exchange, make two movements.",
  details: z.object({ debit: z.string(), credit: z.string() }),
});
export const accountUnknown = reason("ledger.account_unknown", {
  kind: "not_found",
  message: "There is no ledger account {account} that you may see.",
  details: z.object({ account: z.string() }),
});
export const accountTwice = reason("ledger.account_twice", {
  kind: "invalid",
  message: "The account {account} in {currency} stands on both sides of one movement.",
  details: aboutAccount,
});
export const insufficientFunds = reason("ledger.insufficient_funds", {
  kind: "precondition",
  message:
    "The account {account} in {currency} does not hold so much that is not held for something else; nothing was moved.",
  details: aboutAccount,
});
export const journalConflict = reason("ledger.conflict", {
  kind: "conflict",
  message:
    "The journal {journalId} was posted before with other content. What was posted stays; another movement needs another id.",
  details: aboutJournal,
});
export const clearingOpen = reason("ledger.clearing_open", {
  kind: "invalid",
  message:
    "The journal {journalId} would leave money in clearing: what it takes from there and what it brings must be the same.",
  details: aboutJournal,
});
export const journalUnknown = reason("ledger.journal_unknown", {
  kind: "not_found",
  message: "There is no journal {journalId}.",
  details: aboutJournal,
});
export const journalReversed = reason("ledger.journal_reversed", {
  kind: "conflict",
  message: "The journal {journalId} was reversed before.",
  details: aboutJournal,
});
export const holdUnknown = reason("ledger.hold_unknown", {
  kind: "not_found",
  message: "There is no hold {holdId}.",
  details: aboutHold,
});
export const holdResolved = reason("ledger.hold_resolved", {
  kind: "conflict",
  message: "The hold {holdId} was settled or voided before.",
  details: aboutHold,
});
export const holdExpired = reason("ledger.hold_expired", {
  kind: "precondition",
  message: "The hold {holdId} has run out and can only be voided.",
  details: aboutHold,
});
export const holdExceeded = reason("ledger.hold_exceeded", {
  kind: "invalid",
  message: "The hold {holdId} holds less than {amount}; settle what is held, or less.",
  details: aboutHold.extend({ amount: z.string() }),
});

/** What moving money can be refused with: for the errors of a procedure that does it. */
export const postingErrors = [
  currencyUnknown,
  amountZero,
  amountNegative,
  amountTooLarge,
  balanceTooLarge,
  currencyMixed,
  currencyTooFine,
  accountUnknown,
  accountTwice,
  insufficientFunds,
  journalConflict,
  clearingOpen,
  journalUnknown,
  journalReversed,
  holdUnknown,
  holdResolved,
  holdExpired,
  holdExceeded,
] as const;
export type PostingReason = (typeof postingErrors)[number]["reason"];
