import type { SendAnswer } from "@mainstay/core";
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
      const id = `<${messageId}@${domain}>`;
      try {
        const sent = await transport.sendMail({
          from: options.from,
          to: { name: "", address: to },
          subject,
          html,
          text,
          messageId: id,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { outcome: "accepted", answer: codeOf(sent.response) ?? "250", reference: id };
      } catch (error) {
        signal.throwIfAborted();
        return answerOf(error);
      }
    },
    close: () => transport.close(),
  };
}

const domainOf = (from: string): string => /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? "localhost";

/**
 * What a server answers often repeats the address, and answers are kept: only its codes go on. A 5xx about
 * the recipient or the mail is for good; one about us (who we are, whom we send as) may be mended.
 */
function answerOf(error: unknown): SendAnswer {
  const { code, command, response, responseCode } = error as Partial<Record<string, unknown>>;
  const status = typeof responseCode === "number" ? responseCode : null;
  if (status === null) {
    const answer = typeof code === "string" ? code : "no answer";
    // After its data a mail may have been taken, whatever became of the connection.
    return command === "DATA"
      ? { outcome: "unknown", answer }
      : { outcome: "delayed", answer, retryAfterSeconds: null };
  }
  const answer = codeOf(response) ?? String(status);
  if (status >= 500 && command === "RCPT TO") {
    // 5.7: the server's policy, which says nothing about the address.
    return { outcome: "refused", answer, gone: !/^\d{3} 5\.7\./.test(answer) };
  }
  if (status >= 500 && command === "DATA") return { outcome: "refused", answer, gone: false };
  return { outcome: "delayed", answer, retryAfterSeconds: null };
}

/** `550 5.1.1 no such user …` → `550 5.1.1` */
function codeOf(response: unknown): string | undefined {
  if (typeof response !== "string") return undefined;
  const [, status, enhanced] = /^(\d{3})[ -](?:(\d\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
  return enhanced === undefined ? status : `${status} ${enhanced}`;
}
