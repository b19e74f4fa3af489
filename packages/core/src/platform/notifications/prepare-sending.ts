import { pushHosts } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { JobCtx } from "../../job-context.ts";
import { type DeliveryRow, isLinkedChat, pushTargetOf } from "./begin-attempt.ts";
import { deliveryPurpose, SealedDelivery } from "./promise-deliveries.ts";
import { knownPushHost } from "./push-hosts.ts";
import { renderMail } from "./render-mail.ts";
import { renderPush } from "./render-push.ts";
import { renderTelegram } from "./render-telegram.ts";
import type { AnyTemplate } from "./template.ts";
import type { SendAnswer } from "./transports.ts";

/** Speaks to the outside, once. */
export type Send = () => Promise<SendAnswer>;

/** All that can go wrong on our side goes wrong here, before an attempt begins. Text: why it cannot be sent. */
export async function prepareSending(
  ctx: JobCtx,
  tx: Tx,
  delivery: DeliveryRow,
  template: AnyTemplate,
): Promise<Send | string> {
  const { id, channel, locale, timeZone, sealed } = delivery;
  const { mailer, telegram, webPush, sealer, settings, signal } = ctx;
  const opened = SealedDelivery.parse(JSON.parse(sealer.open(deliveryPurpose, sealed ?? "")));
  const { to, data } = opened;
  const reader = { locale, timeZone, appUrl: mailer.appUrl };
  switch (channel) {
    case "email": {
      const mail = { to, messageId: id, ...renderMail(template, data, reader) };
      return () => mailer.send(mail, signal);
    }
    case "telegram": {
      if (!telegram) return "channel_off";
      if (!(await isLinkedChat(tx, sealer, delivery))) return "unlinked";
      const message = { chatId: to, html: renderTelegram(template, data, reader) };
      return () => telegram.send(message, signal);
    }
    case "push": {
      if (!webPush) return "channel_off";
      const target = await pushTargetOf(tx, sealer, delivery);
      if (!target) return "unsubscribed";
      // An operator may have taken the host off the list since.
      if (knownPushHost(target.endpoint, await settings.get(pushHosts)) === null) {
        return "host_refused";
      }
      const message = {
        to: target,
        payload: JSON.stringify(renderPush(template, data, reader, id)),
        topic: id.replaceAll("-", ""),
        urgent: template.kind === "security",
      };
      return () => webPush.send(message, signal);
    }
  }
}
