import { payIns, payOuts, requisites, webhookEndpoints } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { SealedColumn } from "../platform/index.ts";
import { shownPurpose } from "./pay-ins/match-pay-in.ts";
import { destinationPurpose } from "./pay-outs/pay-out-view.ts";
import { requisiteNumberPurpose } from "./requisites/number.ts";
import { webhookSecretPurpose } from "./webhooks/webhook-secret.ts";

export const paymentsSealed: readonly SealedColumn[] = [
  {
    name: "pay_ins.shown_sealed",
    table: payIns,
    key: [payIns.id],
    column: payIns.shownSealed,
    sealed: sql`${payIns.shownSealed}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${shownPurpose}::text`,
  },
  {
    name: "pay_outs.number_sealed",
    table: payOuts,
    key: [payOuts.id],
    column: payOuts.numberSealed,
    sealed: sql`${payOuts.numberSealed}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${destinationPurpose}::text`,
  },
  {
    name: "requisites.number_sealed",
    table: requisites,
    key: [requisites.id],
    column: requisites.numberSealed,
    sealed: sql`${requisites.numberSealed}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${requisiteNumberPurpose}::text`,
  },
  {
    name: "webhook_endpoints.secret_sealed",
    table: webhookEndpoints,
    key: [webhookEndpoints.id],
    column: webhookEndpoints.secretSealed,
    sealed: sql`${webhookEndpoints.secretSealed}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${webhookSecretPurpose}::text`,
  },
  {
    name: "webhook_endpoints.previous_sealed",
    table: webhookEndpoints,
    key: [webhookEndpoints.id],
    column: webhookEndpoints.previousSealed,
    sealed: sql`${webhookEndpoints.previousSealed}`,
    holding: (sealed) => sql`${sealed}::text`,
    purpose: sql`${webhookSecretPurpose}::text`,
  },
];
