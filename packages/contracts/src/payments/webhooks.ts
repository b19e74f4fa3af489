import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { job } from "../job.ts";
import { AskedMoment } from "../moment.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { hasUnseen } from "../unseen.ts";
import { MerchantEventType, testEventType } from "./merchant-events.ts";
import { storeUnknown } from "./stores.ts";

export const readWebhooks = permission("payments.webhooks.read", {
  roles: ["merchant", "support"],
  scopes: ["merchant"],
});
export const manageWebhooks = permission("payments.webhooks.manage", {
  roles: ["merchant"],
  scopes: ["merchant"],
});

export const webhookLoopback = setting("payments.webhook_loopback", {
  schema: z.boolean(),
  default: false,
  description:
    "Whether webhooks may go to this machine itself, for trying things out; never in production.",
});
export const webhookOverlapHours = setting("payments.webhook_overlap_hours", {
  schema: z.int().min(0).max(168),
  default: 24,
  description: "For how long after a rotation the secret before it signs along.",
});
export const webhooksMost = setting("payments.webhooks_most", {
  schema: z.int().min(1).max(100),
  default: 10,
  description: "How many active endpoints a store can have.",
});

export const fanOutEvents = job("payments.fan_out_events", {
  queue: "payments",
  summary: "Make of new events a delivery for each endpoint that asked for them",
  payload: z.object({}),
  schedule: { everyMs: 1_000 },
});
/** In a queue of its own: slow receivers must not hold up whatever else the module does. */
export const deliverWebhooks = job("payments.deliver_webhooks", {
  queue: "webhooks",
  summary: "Send the deliveries that are due",
  payload: z.object({}),
  schedule: { everyMs: 1_000 },
  timeoutMs: 60_000,
});

const WebhookUrl = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//)
  .refine((address) => !hasUnseen(address) && URL.canParse(address), "must be a whole address")
  .meta({ examples: ["https://shop.example/mainstay"] });
const Types = z
  .array(MerchantEventType)
  .max(100)
  .describe("Only events of these types; with none, all.");

export const WebhookEndpoint = z
  .object({
    id: z.uuid(),
    merchantId: z.uuid(),
    storeId: z.uuid(),
    url: z.string(),
    types: Types,
    state: z.enum(["active", "disabled"]),
    disabledWhy: z
      .enum(["removed", "gone", "failing"])
      .nullable()
      .describe("By you; because it answered 410; or for days without a success."),
    previousSecretUntil: z.iso
      .datetime()
      .nullable()
      .describe("Until then the secret before the last rotation signs along."),
    failures: z.int().describe("Tries since the last success."),
    failingSince: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "WebhookEndpoint" });
const WithSecret = z
  .object({
    secret: z.string().describe("What its webhooks are signed with. Shown once, now."),
    endpoint: WebhookEndpoint,
  })
  .meta({ id: "NewWebhookSecret" });

export const WebhookAttempt = z
  .object({
    id: z.uuid(),
    deliveryId: z.uuid(),
    eventId: z.uuid().describe("Also the webhook-id."),
    type: z.union([MerchantEventType, z.literal(testEventType)]),
    at: z.iso.datetime(),
    ms: z.int(),
    status: z.int().nullable().describe("Null where there was no answer."),
    problem: z.string().nullable().describe("Why there was none."),
    body: z.string().describe("The start of what was answered."),
    delivery: z.enum(["pending", "delivered", "failed"]).describe("How it stands now."),
  })
  .meta({ id: "WebhookAttempt" });

const aboutEndpoint = z.object({ endpointId: z.string() });
export const webhookUnknown = reason("payments.webhook_unknown", {
  kind: "not_found",
  message: "There is no webhook endpoint {endpointId}.",
  details: aboutEndpoint,
});
export const webhookDeliveryUnknown = reason("payments.webhook_delivery_unknown", {
  kind: "not_found",
  message: "There is no delivery {deliveryId} to this endpoint.",
  details: z.object({ deliveryId: z.string() }),
});
export const webhookUrlRefused = reason("payments.webhook_url_refused", {
  kind: "invalid",
  message: "Webhooks cannot be sent there: {why}.",
  details: z.object({ why: z.string() }),
});
export const webhookDisabled = reason("payments.webhook_disabled", {
  kind: "precondition",
  message:
    "The webhook endpoint {endpointId} is disabled; make it active again by payments.webhooks.update.",
  details: aboutEndpoint,
});
export const webhooksTooMany = reason("payments.webhooks_too_many", {
  kind: "precondition",
  message: "The store has {most} active webhook endpoints already; remove one first.",
  details: z.object({ most: z.int() }),
});
export const replayTooLarge = reason("payments.replay_too_large", {
  kind: "invalid",
  message: "That is more than {most} deliveries; ask for a shorter time.",
  details: z.object({ most: z.int() }),
});

const one = z.object({ endpointId: z.uuid() });
const change = { access: manageWebhooks, fresh: true } as const;

export const webhooks = {
  list: query({
    summary: "Webhook endpoints, newest first",
    access: readWebhooks,
    input: z.object({ ...pageInput, storeId: z.uuid().optional() }),
    output: page(WebhookEndpoint),
    errors: [storeUnknown],
    rest: { method: "GET", path: "/payments/webhooks" },
  }),
  get: query({
    summary: "One webhook endpoint",
    access: readWebhooks,
    input: one,
    output: WebhookEndpoint,
    errors: [webhookUnknown],
    rest: { method: "GET", path: "/payments/webhooks/{endpointId}" },
  }),
  create: mutation({
    ...change,
    summary: "Send a store's events to an address",
    sensitive: true,
    input: z.object({ storeId: z.uuid(), url: WebhookUrl, types: Types.default([]) }),
    output: WithSecret,
    errors: [storeUnknown, webhookUrlRefused, webhooksTooMany],
    rest: { method: "POST", path: "/payments/webhooks" },
  }),
  update: mutation({
    ...change,
    summary: "Change an endpoint, or make it active again; what is not said stays",
    description:
      "Deliveries that were waiting go on. Events from while it was disabled come by `replay`.",
    input: one.extend({
      url: WebhookUrl.optional(),
      types: Types.optional(),
      state: z.literal("active").optional(),
    }),
    output: WebhookEndpoint,
    errors: [webhookUnknown, webhookUrlRefused, webhooksTooMany],
    rest: { method: "PATCH", path: "/payments/webhooks/{endpointId}" },
  }),
  remove: mutation({
    ...change,
    summary: "Send nothing any more to an endpoint",
    input: one,
    output: WebhookEndpoint,
    errors: [webhookUnknown],
    rest: { method: "POST", path: "/payments/webhooks/{endpointId}/remove" },
  }),
  rotateSecret: mutation({
    ...change,
    summary: "Give an endpoint another secret; the one before signs along for a while",
    sensitive: true,
    input: one,
    output: WithSecret,
    errors: [webhookUnknown],
    rest: { method: "POST", path: "/payments/webhooks/{endpointId}/rotate" },
  }),
  sendTest: mutation({
    ...change,
    summary: "Send an event that says nothing, to see whether it arrives",
    input: one,
    output: z.object({ eventId: z.uuid(), deliveryId: z.uuid() }),
    errors: [webhookUnknown, webhookDisabled],
    rest: { method: "POST", path: "/payments/webhooks/{endpointId}/test" },
  }),
  attempts: query({
    summary: "What came of each try to deliver, newest first",
    access: readWebhooks,
    input: one.extend({ ...pageInput, deliveryId: z.uuid().optional() }),
    output: page(WebhookAttempt),
    errors: [webhookUnknown, webhookDeliveryUnknown],
    rest: { method: "GET", path: "/payments/webhooks/{endpointId}/attempts" },
  }),
  replay: mutation({
    ...change,
    summary: "Deliver again: one, all that failed, or all that happened within a time",
    description:
      "Under the same webhook-id. A time also brings what happened while it was disabled.",
    input: one.extend({
      what: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("delivery"), deliveryId: z.uuid() }),
        z.object({ kind: z.literal("failed") }),
        z.object({
          kind: z.literal("time"),
          from: AskedMoment,
          until: AskedMoment,
        }),
      ]),
    }),
    output: z.object({
      deliveries: z.int().describe("How many are due now; those under way are not counted."),
    }),
    errors: [webhookUnknown, webhookDeliveryUnknown, webhookDisabled, replayTooLarge],
    rest: { method: "POST", path: "/payments/webhooks/{endpointId}/replay" },
  }),
};
