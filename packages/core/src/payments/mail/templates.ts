import type { AnyTemplate } from "../../platform/index.ts";
import { movementApprovedNotice } from "./movement-approved.ts";
import { webhookDisabledNotice } from "./webhook-disabled.ts";

export const paymentsTemplates: readonly AnyTemplate[] = [
  movementApprovedNotice,
  webhookDisabledNotice,
];
