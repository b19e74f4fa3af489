import type { LedgerCheck } from "./ledger-check.ts";
import { bookChecks } from "./ledger/reconciliation/book-checks.ts";
import { payInChecks } from "./payments/pay-ins/pay-in-checks.ts";
import { payOutChecks } from "./payments/pay-outs/pay-out-checks.ts";
import { movementChecks } from "./payments/movements/movement-checks.ts";

/**
 * What must hold of the books: one line a module. A module hands in that each of its holds belongs to
 * something that is still going on, and that whatever has ended has exactly its journals.
 */
export const ledgerChecks: readonly LedgerCheck[] = [
  ...bookChecks,
  ...movementChecks,
  ...payInChecks,
  ...payOutChecks,
];
