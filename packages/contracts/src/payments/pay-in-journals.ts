import { journalKind } from "../ledger/chart.ts";
import { clearingAccount } from "../ledger/platform-accounts.ts";
import {
  merchantBalance,
  merchantReceivable,
  platformFees,
  platformRounding,
  teamEarnings,
  teamReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "./accounts.ts";

const clearing = clearingAccount;
const parts = [
  { debit: clearing, credit: merchantBalance, amount: "V, less the merchant's fee" },
  { debit: clearing, credit: traderEarnings, amount: "of the fee, the trader's" },
  { debit: clearing, credit: teamEarnings, amount: "of the fee, the lead's commission" },
  { debit: clearing, credit: platformFees, amount: "of the fee, the rest" },
  { debit: clearing, credit: platformRounding, amount: "what was held, less V" },
];

export const payInHeld = journalKind("payments.pay_in_held", {
  when: "a pay-in was assigned to a trader, or late money for it was found",
  legs: [
    {
      debit: traderCollateral,
      credit: clearing,
      amount: "what the payable sum is worth, rounded up",
    },
  ],
});
export const payInReleased = journalKind("payments.pay_in_released", {
  when: "an assigned pay-in was cancelled or ran out, or was found not to be paid",
  legs: [],
});
export const payInSettled = journalKind("payments.pay_in_settled", {
  when: "a pay-in was completed, or came in part (V is then what came)",
  legs: parts,
});
export const payInSettledLate = journalKind("payments.pay_in_settled_late", {
  when: "late money came in, and the trader's collateral could not bear it when it was found",
  legs: [
    {
      debit: traderCollateral,
      credit: clearing,
      amount: "of V, rounded up, what the collateral bears by now",
    },
    { debit: traderReceivable, credit: clearing, amount: "of V, rounded up, the rest" },
    ...parts,
  ],
});
export const payInReversed = journalKind("payments.pay_in_reversed", {
  when: "a contested pay-in was decided against the merchant; what an account cannot bear is owed from then on",
  legs: [
    { debit: merchantBalance, credit: clearing, amount: "what the merchant got" },
    {
      debit: merchantReceivable,
      credit: clearing,
      amount: "of that, what the balance cannot bear",
    },
    { debit: traderEarnings, credit: clearing, amount: "what the trader earned" },
    { debit: traderReceivable, credit: clearing, amount: "of that, what the earnings cannot bear" },
    { debit: teamEarnings, credit: clearing, amount: "the commission" },
    { debit: teamReceivable, credit: clearing, amount: "of that, what the earnings cannot bear" },
    { debit: platformFees, credit: clearing, amount: "the rest of the fee" },
    { debit: platformRounding, credit: clearing, amount: "the rounding" },
    { debit: clearing, credit: traderCollateral, amount: "what the trader had sent on" },
    {
      debit: clearing,
      credit: traderReceivable,
      amount: "of that, what is still owed for late money",
    },
  ],
});

export const payInJournals = [
  payInHeld,
  payInReleased,
  payInSettled,
  payInSettledLate,
  payInReversed,
];
