import { codeWrong, factorMissing, factorPresent, type totp } from "@mainstay/contracts";
import { sessions, totpFactors } from "@mainstay/db";
import { and, eq, ne } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { forgiveGuesses } from "../guesses/forgive-guesses.ts";
import { codeKey } from "../guesses/guess-keys.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { secondFactorEnabledMail } from "../mail/second-factor-enabled.ts";
import { countCodeGuess } from "./count-code-guess.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { takeTotpCode } from "./verify-factor.ts";

export const confirmTotp: PreparedUseCase<typeof totp.confirm, void> = {
  prepare: (ctx) => countCodeGuess(ctx),

  async run(ctx, { code }) {
    const { accountId, id: sessionId } = ctx.actor.session;
    const { db, sealer } = ctx;
    const now = ctx.clock.now();
    const [factor] = await db
      .select({ confirmedAt: totpFactors.confirmedAt })
      .from(totpFactors)
      .where(eq(totpFactors.accountId, accountId))
      .for("update");
    if (!factor) return ctx.fail(factorMissing());
    if (factor.confirmedAt) return ctx.fail(factorPresent());
    const taken = await takeTotpCode(db, { accountId, code, now, sealer }, "enrolling");
    if (!taken) return ctx.fail(codeWrong());
    await db
      .update(totpFactors)
      .set({ confirmedAt: now })
      .where(eq(totpFactors.accountId, accountId));
    await forgiveGuesses(db, codeKey(accountId));
    // Only this one has shown the factor: whoever holds another limited session has to sign in with it.
    const limited = and(
      eq(sessions.userId, accountId),
      eq(sessions.limitedTo, "enroll_second_factor"),
    );
    await db.delete(sessions).where(and(limited, ne(sessions.publicId, sessionId)));
    await db.update(sessions).set({ limitedTo: null }).where(limited);
    dropAccess(db, accountId);
    await notifyAccount(ctx, accountId, secondFactorEnabledMail, describeSeen(ctx));
    ctx.audit({ target: `account:${accountId}` });
    return { recoveryCodes: await replaceRecoveryCodes(db, accountId, sealer) };
  },
};
