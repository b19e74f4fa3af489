import type { Db } from "@mainstay/db";
import type { Env } from "../env.ts";
import { createInbox } from "./inbox.ts";
import type { ProcessMailer } from "./process-mailer.ts";

/** By SMTP, or into the inbox of development, where nobody is written to by mistake. */
export async function createMailer(
  env: Pick<Env, "SMTP_URL" | "MAIL_FROM" | "APP_URL">,
  { db }: { db: Db },
): Promise<ProcessMailer> {
  const from = { from: env.MAIL_FROM, appUrl: env.APP_URL };
  if (env.SMTP_URL === undefined) return createInbox({ db, ...from });
  const { createSmtpMailer } = await import("./smtp-mailer.ts");
  return createSmtpMailer({ url: env.SMTP_URL, ...from });
}
