import { answerForgot } from "@mainstay/core/identity/passwords/answer-forgot";
import { answerLock } from "@mainstay/core/identity/auth/answer-lock";
import { answerResend } from "@mainstay/core/identity/auth/answer-resend";
import { answerSignUp } from "@mainstay/core/identity/auth/answer-sign-up";
import { deliveryPurpose, SealedDelivery, type JobCtx, type Services } from "@mainstay/core";
import { deliveries, outbox, transaction } from "@mainstay/db";
import { and, asc, eq, inArray } from "drizzle-orm";

export interface PromisedMail {
  readonly template: string;
  readonly locale: string;
  readonly email: string;
  readonly data: Record<string, unknown>;
}

const handlers = {
  "identity.answer_forgot": answerForgot,
  "identity.answer_lock": answerLock,
  "identity.answer_resend": answerResend,
  "identity.answer_sign_up": answerSignUp,
};
type Answer = (ctx: JobCtx, payload: never) => Promise<void>;

/** Does, here and now, what a worker would do about the doors' promises. */
async function answerDoors(services: Services): Promise<void> {
  const names = Object.keys(handlers);
  const rows = await services.db
    .select()
    .from(outbox)
    .where(and(inArray(outbox.job, names), eq(outbox.state, "pending")))
    .orderBy(asc(outbox.id));
  for (const row of rows) {
    const answer: Answer = handlers[row.job as keyof typeof handlers];
    const ctx: JobCtx = {
      ...services,
      mailer: {
        appUrl: "http://localhost:3000",
        send: () => Promise.reject(new Error("only platform.deliver sends")),
      },
      jobId: row.id,
      attempt: 1,
      signal: new AbortController().signal,
      once: (effect) => transaction(services.db, effect),
    };
    await answer(ctx, row.payload as never);
    await services.db.update(outbox).set({ state: "done" }).where(eq(outbox.id, row.id));
  }
}

/** All mails that are promised to an address, oldest first, once the doors' jobs are done. */
export async function promisedMails(services: Services, email: string): Promise<PromisedMail[]> {
  await answerDoors(services);
  const rows = await services.db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channel, "email"), eq(deliveries.state, "waiting")))
    .orderBy(asc(deliveries.id));
  return rows
    .map(({ template, locale, sealed }) => {
      const opened: unknown = JSON.parse(services.sealer.open(deliveryPurpose, sealed ?? ""));
      const { to, data } = SealedDelivery.parse(opened);
      return { template, locale, email: to, data: data as Record<string, unknown> };
    })
    .filter((mail) => mail.email === email);
}
