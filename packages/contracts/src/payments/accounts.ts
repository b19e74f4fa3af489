import { accountPurpose, receivable } from "../ledger/chart.ts";

/** What merchants and traders are owed is in this currency, whatever their payers pay in. */
export const settlementCurrency = "USDT";

export const merchantBalance = accountPurpose("merchant.balance", {
  side: "credit",
  floor: 0n,
  about: "What we owe a merchant: what payers paid, less fees and what was paid out.",
});
export const merchantReceivable = receivable(
  "merchant",
  "What a merchant owes us: of a reversal, what the balance could not bear.",
);
export const traderCollateral = accountPurpose("trader.collateral", {
  side: "credit",
  floor: 0n,
  about: "What a trader has deposited; an order's value is held from here until it ends.",
});
export const traderEarnings = accountPurpose("trader.earnings", {
  side: "credit",
  floor: 0n,
  about: "What a trader has earned by orders.",
});
export const traderReceivable = receivable(
  "trader",
  "What a trader owes us: late money that no collateral was left for, and what a reversal could not take.",
);
export const teamEarnings = accountPurpose("team.earnings", {
  side: "credit",
  floor: 0n,
  about: "A lead's commission of what the team did.",
});
export const teamReceivable = receivable(
  "team",
  "What a lead owes us: of a reversal, what the earnings could not bear.",
);
export const platformFees = accountPurpose("platform.fees", {
  side: "credit",
  floor: null,
  about: "Of merchants' fees what is left when trader and lead have theirs.",
});
export const platformRounding = accountPurpose("platform.rounding", {
  side: "credit",
  floor: null,
  about:
    "What is held rounds up and what is paid rounds down, and sums are raised to tell orders apart: the difference.",
});

export const paymentAccounts = [
  merchantBalance,
  merchantReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
  teamEarnings,
  teamReceivable,
  platformFees,
  platformRounding,
];
