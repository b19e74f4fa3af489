import type { MailLocale } from "@mainstay/contracts";
import { z } from "zod";
import { type Block, facts, note, paragraph, template } from "../../platform/index.ts";

const Disabled = z.object({
  store: z.string(),
  /** The rest of the address may be a secret. */
  host: z.string(),
  why: z.enum(["gone", "failing"]),
});
type Disabled = z.output<typeof Disabled>;
const example: Disabled = { store: "Main store", host: "shop.example", why: "failing" };

const labels = {
  en: { store: "Store", host: "Host" },
  ru: { store: "Магазин", host: "Хост" },
};
const details = (locale: MailLocale, { store, host }: Disabled): Block =>
  facts([
    { label: labels[locale].store, value: store },
    { label: labels[locale].host, value: host },
  ]);

export const webhookDisabledNotice = template("payments.webhook_disabled", {
  kind: "operations",
  channels: ["email", "telegram", "push"],
  data: Disabled,
  example,
  en: (data) => ({
    subject: "Webhooks are no longer sent",
    blocks: [
      paragraph(
        data.why === "gone"
          ? "An endpoint of your store answered 410 (gone). We have disabled it and send nothing there any more."
          : "An endpoint of your store has not taken a webhook for five days. We have disabled it and send nothing there any more.",
      ),
      details("en", data),
      note("No event is lost: once it works, make it active again and replay what was missed."),
    ],
  }),
  ru: (data) => ({
    subject: "Вебхуки больше не отправляются",
    blocks: [
      paragraph(
        data.why === "gone"
          ? "Адрес вашего магазина ответил кодом 410 (gone). Мы отключили его и больше ничего туда не отправляем."
          : "Адрес вашего магазина пять дней не принимал вебхуки. Мы отключили его и больше ничего туда не отправляем.",
      ),
      details("ru", data),
      note(
        "События не потеряны: когда адрес заработает, включите его снова и повторите отправку пропущенного.",
      ),
    ],
  }),
});
