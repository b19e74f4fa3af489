import { deliveries, idempotencyAnswers, pushSubscriptions, settings } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { answerPurpose } from "../idempotency/answer-once.ts";
import { deliveryPurpose } from "../notifications/promise-deliveries.ts";
import { pushPurpose } from "../notifications/push-target.ts";
import { settingPurpose } from "../settings/settings-reader.ts";
import type { SealedColumn } from "./sealed-column.ts";

const answers = idempotencyAnswers;

export const platformSealed: readonly SealedColumn[] = [
  {
    name: "settings.value",
    table: settings,
    key: [settings.key],
    column: settings.value,
    // Other settings may have a field of this name; only what is sealed begins like it.
    sealed: sql`case when ${settings.value} ->> 'sealed' like 'v1.%' then ${settings.value} ->> 'sealed' end`,
    holding: (sealed) => sql`jsonb_build_object('sealed', ${sealed}::text)`,
    purpose: sql`${settingPurpose("")} || ${settings.key}`,
  },
  {
    name: "idempotency_answers.answer",
    table: answers,
    key: [answers.owner, answers.procedure, answers.key],
    column: answers.answer,
    sealed: sql`case when json_typeof(${answers.answer}) = 'object' and ${answers.answer} ->> 'sealed' like 'v1.%' then ${answers.answer} ->> 'sealed' end`,
    holding: (sealed) => sql`json_build_object('sealed', ${sealed}::text)`,
    purpose: sql`${answerPurpose}::text`,
  },
  {
    name: "push_subscriptions.sealed",
    table: pushSubscriptions,
    key: [pushSubscriptions.id],
    column: pushSubscriptions.sealed,
    sealed: sql`${pushSubscriptions.sealed}`,
    holding: (sealed) => sql`${sealed}`,
    purpose: sql`${pushPurpose}::text`,
  },
  {
    name: "deliveries.sealed",
    table: deliveries,
    key: [deliveries.id],
    column: deliveries.sealed,
    sealed: sql`${deliveries.sealed}`,
    holding: (sealed) => sql`${sealed}`,
    purpose: sql`${deliveryPurpose}::text`,
  },
];
