import type { answerForgot as answerForgotJob, Payload } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { dropMailedTokens, mailToken } from "../auth/mailed-token.ts";
import { openEmail } from "../auth/seal-email.ts";
import { resetPasswordMail } from "../mail/reset-password.ts";

const lifeMs = 30 * 60_000;

export async function answerForgot(
  ctx: JobCtx,
  { sealedEmail }: Payload<typeof answerForgotJob>,
): Promise<void> {
  const email = openEmail(ctx.sealer, sealedEmail);
  await ctx.once(async (tx) => {
    const [account] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.email, email), eq(accounts.status, "active")));
    if (!account) return;
    const accountId = account.id;
    const now = ctx.clock.now();
    await dropMailedTokens(tx, accountId, ["reset_password"]);
    const token = await mailToken(tx, { purpose: "reset_password", accountId, lifeMs, now });
    const expiresAt = new Date(now.getTime() + lifeMs).toISOString();
    await notifyAccount({ db: tx, sealer: ctx.sealer }, accountId, resetPasswordMail, {
      token,
      expiresAt,
    });
  });
}
