import type { answerResend as answerResendJob, Payload } from "@mainstay/contracts";
import { signUps } from "@mainstay/db";
import { and, desc, eq, gt, isNotNull } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { mailSignUpLink } from "./mail-sign-up-link.ts";
import { openEmail } from "./seal-email.ts";

export async function answerResend(
  ctx: JobCtx,
  { sealedEmail }: Payload<typeof answerResendJob>,
): Promise<void> {
  const email = openEmail(ctx.sealer, sealedEmail);
  await ctx.once(async (tx) => {
    const [newest] = await tx
      .select()
      .from(signUps)
      .where(
        and(
          eq(signUps.email, email),
          gt(signUps.expiresAt, ctx.clock.now()),
          // One without a link is about to get its first one, or none.
          isNotNull(signUps.tokenHash),
        ),
      )
      .orderBy(desc(signUps.id))
      .limit(1);
    if (newest) await mailSignUpLink(ctx, tx, newest);
  });
}
