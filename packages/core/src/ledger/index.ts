/** The doors that money moves through, for other modules and processes. */
export * from "./accounts/account-id.ts";
export * from "./accounts/standing.ts";
export * from "./holds/hold.ts";
export * from "./holds/settle-hold.ts";
export * from "./holds/void-hold.ts";
export type { Hold, Journal, Leg, Posted, Settlement, Voiding } from "./posting/journal.ts";
export { openAccount, type JournalOutcome } from "./posting/post-drafts.ts";
export * from "./posting/post-journal.ts";
export * from "./posting/post-journals.ts";
export * from "./posting/poster.ts";
export * from "./posting/refusal-of-journal.ts";
export * from "./posting/reverse-journal.ts";
export * from "./reconciliation/reconcile.ts";
