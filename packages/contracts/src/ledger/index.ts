import { foldAccounts, ledgerAccountProcedures, voidExpiredHolds } from "./accounts.ts";
import { adjustments, ledgerAdjustment } from "./adjustments.ts";
import { journalKind } from "./chart.ts";
import { type Chart } from "./chart.ts";
import { platformAccounts } from "./platform-accounts.ts";
import { reconcileLedger, reconciliationDays, reconciliations } from "./reconciliations.ts";

export * from "./accounts.ts";
export * from "./adjustments.ts";
export * from "./chart.ts";
export * from "./platform-accounts.ts";
export * from "./posting.ts";
export * from "./reconciliations.ts";

export const ledger = {
  accounts: ledgerAccountProcedures,
  adjustments,
  reconciliations,
};
export const ledgerJobs = { foldAccounts, reconcileLedger, voidExpiredHolds };
export const ledgerSettings = [reconciliationDays] as const;

/** What the worker posts when a hold ran out. */
export const holdLapsed = journalKind("ledger.hold_lapsed", {
  when: "a hold ran out before it was settled or voided; all of it goes back",
  legs: [],
});

export const ledgerChart: Chart = {
  module: "ledger",
  accounts: platformAccounts,
  journals: [ledgerAdjustment, holdLapsed],
};
