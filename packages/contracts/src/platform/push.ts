import { z } from "zod";
import { withAccount } from "../access.ts";
import { mutation, query } from "../define.ts";
import { personal, secret } from "../mark.ts";
import { reason } from "../reason.ts";
import { setting } from "../setting.ts";

export const PushSubscription = z
  .object({ id: z.uuid(), name: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: "PushSubscription", description: "A browser that takes notifications." });

export const pushHosts = setting("platform.push_hosts", {
  schema: z
    .array(z.string().regex(/^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/))
    .min(1)
    .max(50),
  default: [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
  ],
  description:
    "Push services that browsers may name as theirs; `*.` stands for any name before. Mainstay sends requests there.",
});

/** That of the standard's own example. */
const exampleKey =
  "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

export const pushOff = reason("platform.push_off", {
  kind: "precondition",
  message:
    "There is no web push here. An operator sets VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY, made by `pnpm mainstay push keys`.",
});
export const pushHostRefused = reason("platform.push_host_refused", {
  kind: "invalid",
  message:
    "The endpoint must be an https address of a push service that is known here; {host} is none. An operator adds it to the setting platform.push_hosts.",
  details: z.object({ host: z.string() }),
});
export const pushKeysInvalid = reason("platform.push_keys_invalid", {
  kind: "invalid",
  message: "p256dh is no public key; send the subscription's keys as the browser gave them.",
});
export const pushTooMany = reason("platform.push_too_many", {
  kind: "precondition",
  message: "An account has at most {most} browsers that take notifications; remove one first.",
  details: z.object({ most: z.int() }),
});
export const pushSubscriptionMissing = reason("platform.push_subscription_missing", {
  kind: "not_found",
  message: "There is no subscription {id} of yours; it may have ended by itself.",
  details: z.object({ id: z.string() }),
});

export const pushProcedures = {
  pushKey: query({
    summary: "What a browser subscribes with (its applicationServerKey); null without web push",
    access: withAccount,
    output: z.object({ key: z.string().nullable() }),
  }),
  subscribePush: mutation({
    summary: "Send notifications to this browser, too",
    description:
      "Takes what the browser's PushSubscription says of itself. An endpoint belongs to the account that subscribed last.",
    access: withAccount,
    input: z.object({
      endpoint: secret(
        z
          .url()
          .max(1_000)
          .meta({ examples: ["https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk"] }),
      ),
      keys: z.object({
        p256dh: secret(
          z
            .string()
            .regex(/^[\w-]{87}=?$/)
            .meta({ examples: [exampleKey] }),
        ),
        auth: secret(
          z
            .string()
            .regex(/^[\w-]{22}(==)?$/)
            .meta({ examples: ["DGv6ra1nlYgDCS1FRnbzlw"] }),
        ),
      }),
      name: personal(
        z
          .string()
          .trim()
          .min(1)
          .max(100)
          .default("Browser")
          .meta({ examples: ["Firefox on my laptop"] }),
      ),
    }),
    output: PushSubscription,
    errors: [pushOff, pushHostRefused, pushKeysInvalid, pushTooMany],
  }),
  unsubscribePush: mutation({
    summary: "Send nothing to this browser any more",
    access: withAccount,
    input: z.object({ id: z.uuid() }),
    output: z.void(),
    errors: [pushSubscriptionMissing],
  }),
};
