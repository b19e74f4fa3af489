import { type MailLocale, sendMail } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { z } from "zod";
import type { Ctx } from "../../context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { Template } from "./template.ts";

export interface Recipient {
  readonly email: string;
  readonly locale: MailLocale;
  readonly timeZone: string;
}

/** What mail is sealed for. */
export const mailPurpose = "mail";
/** An address that is one has no line breaks, so that nothing can be added to a mail's headers. */
export const SealedMail = z.object({ email: z.email(), data: z.unknown() });

/**
 * Promises a mail in the transaction of its cause: none is sent without a commit. Operators see the
 * outbox, so the address and what the links carry lie there sealed.
 */
export async function notify<D extends z.ZodObject>(
  { sealer }: Pick<Ctx, "sealer">,
  tx: Tx,
  to: Recipient,
  { template, data: schema }: Template<string, D>,
  data: z.input<D>,
): Promise<void> {
  const mail = SealedMail.parse({ email: to.email, data: schema.parse(data) });
  await enqueue(tx, sendMail, {
    template,
    locale: to.locale,
    timeZone: to.timeZone,
    sealed: sealer.seal(mailPurpose, JSON.stringify(mail)),
  });
}
