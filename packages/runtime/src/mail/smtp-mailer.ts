import type { SendAnswer } from "@mainstay/core";
import { createTransport, type NodemailerError } from "nodemailer";
import { provesNothingSent } from "../outbound/no-answer.ts";
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
  const complaint = error as Partial<NodemailerError>;
  const { code = "no answer", command, response, responseCode } = complaint;
  // An answer that does not refuse, and that nobody asked for, says nothing of the mail.
  if (responseCode === undefined || responseCode < 400) {
    return endedBeforeMail(complaint)
      ? { outcome: "delayed", answer: code, retryAfterSeconds: null }
      : { outcome: "unknown", answer: code };
  }
  const answer = codeOf(response) ?? String(responseCode);
  if (responseCode >= 500 && command === "RCPT TO") {
    // 5.7: the server's policy, which says nothing about the address.
    return { outcome: "refused", answer, gone: !/^\d{3} 5\.7\./.test(answer) };
  }
  if (responseCode >= 500 && command === "DATA") return { outcome: "refused", answer, gone: false };
  return { outcome: "delayed", answer, retryAfterSeconds: null };
}

/**
 * Whether it is certain that no mail had left. The library names the step that was answered wrongly; but
 * whatever befalls the connection it calls `CONN`, in its first moment as after the mail's last byte, and
 * only the kind of it tells the moment.
 */
function endedBeforeMail(error: Partial<NodemailerError>): boolean {
  const { code, originalCode = "", command, timeoutType, syscall } = error;
  if (command === "DATA" || code === "ESTREAM") return false;
  if (command !== "CONN") return true;
  switch (code) {
    case "EDNS":
    case "ETLS":
      return true;
    case "ETIMEDOUT":
      return timeoutType !== undefined && timeoutType !== "SOCKET_TIMEOUT";
    case "ESOCKET":
      // Several errors: one for each address that was tried.
      return (
        syscall === "connect" || error instanceof AggregateError || provesNothingSent(originalCode)
      );
    default:
      return false;
  }
}

/** `550 5.1.1 no such user …` → `550 5.1.1` */
function codeOf(response: unknown): string | undefined {
  if (typeof response !== "string") return undefined;
  const [, status, enhanced] = /^(\d{3})[ -](?:(\d\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
  return enhanced === undefined ? status : `${status} ${enhanced}`;
}
