import { type password, passwordUnfit, secondFactorAudiences } from "@mainstay/contracts";
import { sessions, totpFactors } from "@mainstay/db";
import { and, eq, isNotNull } from "drizzle-orm";
import type { CtxOf, PreparedUseCase } from "../../context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { passwordChangedMail } from "../mail/password-changed.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { earlierPasswords } from "./earlier-passwords.ts";
import { hashPassword } from "./hash-password.ts";
import { unfitRules } from "./password-rules.ts";
import { setPassword } from "./set-password.ts";
import { verifyOwnPassword } from "./verify-own-password.ts";

type Change = typeof password.change;

export const changePassword: PreparedUseCase<Change, string> = {
  async prepare(ctx, { oldPassword, newPassword }) {
    await verifyOwnPassword(ctx, oldPassword);
    const before = await earlierPasswords(ctx.db, ctx.actor.session.accountId);
    const rules = await unfitRules({ password: newPassword, ...before });
    if (rules.length > 0) ctx.fail(passwordUnfit({ rules }));
    return hashPassword(newPassword);
  },

  async run(ctx, _input, hash) {
    const { accountId, id } = ctx.actor.session;
    await setPassword(ctx.db, { accountId, hash, now: ctx.clock.now() });
    await liftLimit(ctx);
    await endSessions(ctx.db, accountId, { except: id });
    await notifyAccount(ctx, accountId, passwordChangedMail, describeSeen(ctx));
    ctx.audit({ target: `account:${accountId}` });
  },
};

/** What else the door asks for comes next. */
async function liftLimit({ db, actor, settings }: CtxOf<Change>): Promise<void> {
  const { accountId, audience, id, limitedTo } = actor.session;
  if (limitedTo !== "change_password") return;
  const [factor] = await db
    .select({ accountId: totpFactors.accountId })
    .from(totpFactors)
    .where(and(eq(totpFactors.accountId, accountId), isNotNull(totpFactors.confirmedAt)));
  const needsFactor = (await settings.get(secondFactorAudiences)).includes(audience);
  await db
    .update(sessions)
    .set({ limitedTo: needsFactor && !factor ? "enroll_second_factor" : null })
    .where(eq(sessions.publicId, id));
}
