import { z } from "zod";
import { permission, withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { personal } from "../mark.ts";
import { reason } from "../reason.ts";
import { isTimeZone } from "../time-zone.ts";
import { pushProcedures, PushSubscription } from "./push.ts";
import { InputIssue } from "./request.ts";
import { TelegramLink, telegramProcedures } from "./telegram.ts";

export const mailLocales = ["en", "ru"] as const;
export type MailLocale = (typeof mailLocales)[number];

export const notificationKinds = ["security", "operations", "news"] as const;
export const NotificationKind = z.enum(notificationKinds).meta({
  id: "NotificationKind",
  description: "Operations are orders, pay-outs and work.",
});
export type NotificationKind = z.output<typeof NotificationKind>;

export const channels = ["email", "telegram", "push"] as const;
export const Channel = z.enum(channels).meta({ id: "Channel" });
export type Channel = z.output<typeof Channel>;

const previewTemplates = permission("platform.notifications.preview", { roles: ["support"] });
const manageAddresses = permission("platform.notifications.manage", { roles: [] });

export const NotificationPreference = z
  .object({
    kind: NotificationKind,
    channel: Channel,
    enabled: z.boolean(),
    fixed: z.boolean().describe("It cannot be turned off."),
  })
  .meta({ id: "NotificationPreference" });

export const preferenceFixed = reason("platform.preference_fixed", {
  kind: "precondition",
  message: "Notifications of the kind {kind} by {channel} cannot be turned off.",
  details: z.object({ kind: NotificationKind, channel: Channel }),
});

export const NotificationTemplate = z
  .object({
    template: z.string().meta({ examples: ["identity.new_device"] }),
    kind: NotificationKind,
    channels: z.array(Channel),
    fields: z.array(z.string()).describe("What its data are made of."),
  })
  .meta({ id: "NotificationTemplate" });

export const NotificationPreview = z
  .discriminatedUnion("channel", [
    z.object({
      channel: z.literal("email"),
      subject: z.string(),
      html: z.string(),
      text: z.string(),
    }),
    z.object({ channel: z.literal("telegram"), html: z.string() }),
    z.object({
      channel: z.literal("push"),
      title: z.string(),
      body: z.string(),
      url: z.string(),
      tag: z.string(),
    }),
  ])
  .meta({ id: "NotificationPreview" });

const aboutTemplate = z.object({ template: z.string() });
export const templateUnknown = reason("platform.template_unknown", {
  kind: "not_found",
  message: "There is no template {template}. platform.notifications.templates names them all.",
  details: aboutTemplate,
});
export const templateNotForChannel = reason("platform.template_not_for_channel", {
  kind: "precondition",
  message: "The template {template} does not go by {channel}, but by: {channels}.",
  details: aboutTemplate.extend({ channel: Channel, channels: z.array(Channel) }),
});
export const templateDataInvalid = reason("platform.template_data_invalid", {
  kind: "invalid",
  message: "The template {template} cannot be written with these data: {summary}.",
  details: aboutTemplate.extend({ summary: z.string(), issues: z.array(InputIssue) }),
});

const Email = personal(z.email().max(254));
const problemCode = z
  .string()
  .regex(/^[\w .:-]{1,100}$/)
  .meta({ description: "A code, not a sentence: it is kept.", examples: ["550 5.1.1"] });

const aboutDelivery = z.object({ deliveryId: z.string() });
export const deliveryMissing = reason("platform.delivery_missing", {
  kind: "not_found",
  message: "There is no delivery {deliveryId}; they are deleted after platform.delivery_days.",
  details: aboutDelivery,
});
export const deliveryNotSent = reason("platform.delivery_not_sent", {
  kind: "precondition",
  message: "The delivery {deliveryId} cannot have bounced: only e-mail that was sent can.",
  details: aboutDelivery,
});

export const notifications = {
  preferences: query({
    summary: "By which ways I am told what",
    access: withAccount,
    output: z
      .object({
        channels: z.object({
          email: z.literal(true),
          telegram: TelegramLink.nullable(),
          push: z.array(PushSubscription),
        }),
        preferences: z.array(NotificationPreference),
      })
      .meta({ id: "NotificationPreferences" }),
  }),
  setPreference: mutation({
    summary: "Turn one kind of notification on or off for one channel",
    access: withAccount,
    input: z.object({ kind: NotificationKind, channel: Channel, enabled: z.boolean() }),
    output: NotificationPreference,
    errors: [preferenceFixed],
  }),
  ...telegramProcedures,
  ...pushProcedures,
  reportBounce: mutation({
    summary: "Say that a mail came back: its address gets nothing but security mail from now on",
    description: "For whoever takes a mail provider's reports, with an API key or by hand.",
    access: manageAddresses,
    input: z.object({ deliveryId: z.uuid(), problem: problemCode }),
    output: z.void(),
    errors: [deliveryMissing, deliveryNotSent],
    rest: { method: "POST", path: "/notifications/bounces" },
  }),
  liftSuppression: mutation({
    summary: "Write to an address again that mail came back from",
    access: manageAddresses,
    input: z.object({ email: Email }),
    output: z.object({ lifted: z.boolean().describe("False where it was not suppressed.") }),
    rest: { method: "POST", path: "/notifications/suppressions/lift" },
  }),
  templates: query({
    summary: "All templates, by name",
    access: previewTemplates,
    output: z.array(NotificationTemplate),
    rest: { method: "GET", path: "/notifications/templates" },
  }),
  preview: query({
    summary: "What a template looks like in one channel; with example data if none are given",
    access: previewTemplates,
    // Data may be somebody's: they travel in no address.
    sensitive: true,
    input: z.object({
      template: z.string().min(1).max(100),
      channel: Channel,
      locale: z.enum(mailLocales),
      timeZone: z
        .string()
        .max(64)
        .refine(isTimeZone, "is no time zone; take an IANA name such as Europe/Berlin")
        .default("UTC"),
      data: z.record(z.string(), z.json().meta({ id: "TemplateField" })).optional(),
    }),
    output: NotificationPreview,
    errors: [templateUnknown, templateNotForChannel, templateDataInvalid],
  }),
};
