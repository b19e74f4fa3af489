import { journalKind } from "../ledger/chart.ts";
import { clearingAccount } from "../ledger/platform-accounts.ts";
import {
  merchantBalance,
  platformFees,
  platformRounding,
  teamEarnings,
  teamReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "./accounts.ts";

const clearing = clearingAccount;

export const payOutHeld = journalKind("payments.pay_out_held", {
  when: "a pay-out was asked for",
  legs: [
    { debit: merchantBalance, credit: clearing, amount: "V, rounded up, and the merchant's fee" },
  ],
});
export const payOutReleased = journalKind("payments.pay_out_released", {
  when: "a pay-out was cancelled, or nobody sent it",
  legs: [],
});
export const payOutSettled = journalKind("payments.pay_out_settled", {
  when: "a pay-out was completed",
  legs: [
    { debit: clearing, credit: traderCollateral, amount: "V, rounded down" },
    { debit: clearing, credit: traderEarnings, amount: "of the fee, the trader's" },
    { debit: clearing, credit: teamEarnings, amount: "of the fee, the lead's commission" },
    { debit: clearing, credit: platformFees, amount: "of the fee, the rest" },
    { debit: clearing, credit: platformRounding, amount: "V rounded up, less V rounded down" },
  ],
});
export const payOutReturned = journalKind("payments.pay_out_returned", {
  when: "the bank returned a completed pay-out; what an account cannot bear is owed from then on",
  legs: [
    { debit: traderCollateral, credit: clearing, amount: "what the trader got for sending" },
    {
      debit: traderReceivable,
      credit: clearing,
      amount: "of that and of the earnings, what the accounts cannot bear",
    },
    { debit: traderEarnings, credit: clearing, amount: "what the trader earned" },
    { debit: teamEarnings, credit: clearing, amount: "the commission" },
    { debit: teamReceivable, credit: clearing, amount: "of that, what the earnings cannot bear" },
    { debit: platformFees, credit: clearing, amount: "the rest of the fee" },
    { debit: platformRounding, credit: clearing, amount: "the rounding" },
    { debit: clearing, credit: merchantBalance, amount: "V and the fee" },
  ],
});

export const payOutJournals = [payOutHeld, payOutReleased, payOutSettled, payOutReturned];
