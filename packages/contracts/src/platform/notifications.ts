import { z } from "zod";
import { job } from "../job.ts";
import { reason } from "../reason.ts";

export const mailLocales = ["en", "ru"] as const;
export type MailLocale = (typeof mailLocales)[number];

export const mailRefused = reason("platform.mail_refused", {
  kind: "precondition",
  message: "The mail server refuses this mail for good, with SMTP {code}.",
  details: z.object({ code: z.int() }),
});
export const mailDelayed = reason("platform.mail_delayed", {
  kind: "unavailable",
  message: "The mail server did not take the mail ({code}); it is tried again.",
  details: z.object({ code: z.string() }),
});

export const sendMail = job("platform.send_mail", {
  queue: "mail",
  summary: "Send one e-mail",
  payload: z.object({
    template: z.string(),
    locale: z.enum(mailLocales),
    timeZone: z.string(),
    sealed: z.string().describe("The address and the template's data; links carry one-use tokens."),
  }),
  attempts: 12,
  backoff: { type: "exponential", ms: 2_000 },
  timeoutMs: 60_000,
});
