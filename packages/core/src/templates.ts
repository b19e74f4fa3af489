import { identityTemplates } from "./identity/mail/templates.ts";
import { ledgerTemplates } from "./ledger/mail/templates.ts";
import { paymentsTemplates } from "./payments/mail/templates.ts";
import { type AnyTemplate, platformTemplates } from "./platform/index.ts";

/** The product's notifications: one line a module. */
export const templates: readonly AnyTemplate[] = [
  ...identityTemplates,
  ...ledgerTemplates,
  ...paymentsTemplates,
  ...platformTemplates,
];
