import type { Payload, sendMail as sendMailJob } from "@mainstay/contracts";
import type { JobCtx } from "../../job-context.ts";
import { UnknownToReleaseError } from "../../unknown-to-release.ts";
import { mailPurpose, SealedMail } from "./notify.ts";
import { renderMail } from "./render-mail.ts";
import type { AnyTemplate } from "./template.ts";

/**
 * Sends what `notify` promised. A worker that is killed after the mail server took it, and before the job
 * is marked done, sends it again; both carry the same Message-ID.
 */
export function sendMailWith(
  templates: readonly AnyTemplate[],
): (ctx: JobCtx, payload: Payload<typeof sendMailJob>) => Promise<void> {
  const byName = new Map(templates.map((each) => [each.template, each]));
  return async ({ sealer, mailer, jobId, signal }, { template, locale, timeZone, sealed }) => {
    const found = byName.get(template);
    if (!found) throw new UnknownToReleaseError(`the mail template ${template}`);
    const { email, data } = SealedMail.parse(JSON.parse(sealer.open(mailPurpose, sealed)));
    const mail = renderMail(found, data, { locale, timeZone, appUrl: mailer.appUrl });
    await mailer.send({ to: email, messageId: jobId, ...mail }, signal);
  };
}
