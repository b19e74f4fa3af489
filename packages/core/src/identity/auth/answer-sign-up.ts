import type { answerSignUp as answerSignUpJob, Payload } from "@mainstay/contracts";
import { accounts, signUps } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { signUpAttemptedMail } from "../mail/sign-up-attempted.ts";
import { mailSignUpLink } from "./mail-sign-up-link.ts";

export async function answerSignUp(
  ctx: JobCtx,
  { signUpId }: Payload<typeof answerSignUpJob>,
): Promise<void> {
  await ctx.once(async (tx) => {
    const [signUp] = await tx.select().from(signUps).where(eq(signUps.id, signUpId));
    // It has run out, or another one of the address was confirmed.
    if (!signUp) return;
    const [account] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.email, signUp.email));
    if (!account) return await mailSignUpLink(ctx, tx, signUp);
    await tx.delete(signUps).where(eq(signUps.id, signUpId));
    const at = signUp.createdAt.toISOString();
    await notifyAccount({ db: tx, sealer: ctx.sealer }, account.id, signUpAttemptedMail, { at });
  });
}
