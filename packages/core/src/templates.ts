import { identityTemplates } from "./identity/mail/templates.ts";
import type { AnyTemplate } from "./platform/index.ts";

/** The product's mails: one line a module. */
export const templates: readonly AnyTemplate[] = [...identityTemplates];
