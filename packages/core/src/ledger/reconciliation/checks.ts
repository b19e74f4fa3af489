import { bookChecks } from "./book-checks.ts";
import type { LedgerCheck } from "./check.ts";

export type * from "./check.ts";

/**
 * What must hold of the books: one line a module. A module hands in that each of its holds belongs to
 * something that is still going on, and that whatever has ended has exactly its journals.
 */
export const ledgerChecks: readonly LedgerCheck[] = [...bookChecks];
