import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { job } from "../job.ts";
import { personal } from "../mark.ts";
import { page, pageInput } from "../page.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";
import { Channel, deliveryMissing, mailLocales, NotificationKind } from "./notifications.ts";

const readDeliveries = permission("platform.deliveries.read", { roles: ["support"] });

export const DeliveryState = z
  .enum(["waiting", "sending", "sent", "failed", "bounced", "withheld"])
  .meta({ id: "DeliveryState" });
export type DeliveryState = z.output<typeof DeliveryState>;

const listed = {
  id: z.uuid(),
  accountId: z.uuid().nullable().describe("Null where it went to an address without an account."),
  channel: Channel,
  template: z.string(),
  kind: NotificationKind,
  locale: z.enum(mailLocales),
  state: DeliveryState,
  problem: z.string().nullable().describe("Why it failed, bounced or was withheld."),
  reference: z.string().nullable().describe("What its receiver's side calls it."),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
};
export const Delivery = z
  .object(listed)
  .meta({ id: "Delivery", description: "One notification by one channel." });

export const DeliveryAttempt = z
  .object({
    number: z.int(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    outcome: z
      .enum(["accepted", "refused", "delayed", "unknown"])
      .nullable()
      .describe("Null while it runs; `unknown` where nobody can say whether it arrived."),
    answer: z.string().nullable().describe("The code that the outside answered with."),
  })
  .meta({ id: "DeliveryAttempt" });
export const DeliveryDetails = z
  .object({ ...listed, attempts: z.array(DeliveryAttempt) })
  .meta({ id: "DeliveryDetails" });

export const deliveryDays = setting("platform.delivery_days", {
  schema: z.int().min(1).max(3_650),
  default: 90,
  description: "For how many days it is kept what was sent to whom, and what came of it.",
});

export const deliveries = {
  list: query({
    summary: "What was sent, newest first; never its text or address",
    access: readDeliveries,
    // An address in the filter travels in no URL.
    sensitive: true,
    input: z.object({
      ...pageInput,
      accountId: z.uuid().optional(),
      email: personal(z.email().max(254).optional()),
      channel: Channel.optional(),
      state: DeliveryState.optional(),
      template: z.string().min(1).max(100).optional(),
    }),
    output: page(Delivery),
  }),
  show: query({
    summary: "One delivery with its attempts",
    access: readDeliveries,
    input: z.object({ deliveryId: z.uuid() }),
    output: DeliveryDetails,
    errors: [deliveryMissing],
    rest: { method: "GET", path: "/deliveries/{deliveryId}" },
  }),
};

export const deliveryDelayed = reason("platform.delivery_delayed", {
  kind: "unavailable",
  message: "It was not taken by {channel} ({answer}); it is tried again.",
  details: z.object({ channel: Channel, answer: z.string() }),
});

export const deliver = job("platform.deliver", {
  queue: "notifications",
  summary: "Send one notification by one channel",
  payload: z.object({ deliveryId: z.uuid() }),
  attempts: 12,
  backoff: { type: "exponential", ms: 2_000 },
  timeoutMs: 60_000,
});

export const sweepDeliveries = job("platform.sweep_deliveries", {
  queue: "platform",
  summary: "Delete deliveries older than platform.delivery_days, and Telegram links nobody opened",
  payload: z.object({}),
  schedule: { everyMs: 10 * 60_000 },
});
