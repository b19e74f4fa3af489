import { mailDelayed, mailRefused } from "@mainstay/contracts";
import { createTransport } from "nodemailer";
import type { ProcessMailer } from "./process-mailer.ts";

export interface SmtpTiming {
  readonly connectMs: number;
  readonly silenceMs: number;
}
/** Shorter than the job's own limit, so that a server that hangs is told apart from a stuck job. */
const usualTiming: SmtpTiming = { connectMs: 10_000, silenceMs: 20_000 };

/** Hands mail to one SMTP server, over a few connections that are kept. */
export function createSmtpMailer(options: {
  url: string;
  from: string;
  appUrl: string;
  timing?: SmtpTiming;
}): ProcessMailer {
  const { connectMs, silenceMs } = options.timing ?? usualTiming;
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: 5,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silenceMs,
    // Texts are all there is: a mail never reads a file or calls a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = domainOf(options.from);
  return {
    appUrl: options.appUrl,
    async send({ to, subject, html, text, messageId }, signal) {
      signal.throwIfAborted();
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: "", address: to },
          subject,
          html,
          text,
          messageId: `<${messageId}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        throw refusalOf(error);
      }
    },
    close: () => transport.close(),
  };
}

const domainOf = (from: string): string => /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? "localhost";

/**
 * What a server answers often repeats the address, and answers are logged: only its code goes on. A 5xx
 * about the recipient or the mail is for good; one about us (who we are, whom we send as) may be mended.
 */
function refusalOf(error: unknown): Error {
  const { code, command, responseCode } = error as {
    code?: unknown;
    command?: unknown;
    responseCode?: unknown;
  };
  const answered = typeof responseCode === "number" ? responseCode : null;
  if (answered !== null && answered >= 500 && (command === "RCPT TO" || command === "DATA")) {
    return mailRefused({ code: answered });
  }
  return mailDelayed({ code: String(answered ?? (typeof code === "string" ? code : "no answer")) });
}
