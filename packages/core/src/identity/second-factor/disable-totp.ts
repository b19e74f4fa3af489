import { secondFactorAudiences, type totp } from "@mainstay/contracts";
import { sessions } from "@mainstay/db";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { dropAccess } from "../access/drop-access.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { secondFactorDisabledMail } from "../mail/second-factor-disabled.ts";
import { countCodeGuess } from "./count-code-guess.ts";
import { removeFactor } from "./remove-factor.ts";
import { takeOwnCode } from "./take-own-code.ts";

export const disableTotp: PreparedUseCase<typeof totp.disable, void> = {
  prepare: (ctx) => countCodeGuess(ctx),

  async run(ctx, { code }) {
    const { accountId } = ctx.actor.session;
    const by = await takeOwnCode(ctx, code);
    await removeFactor(ctx.db, accountId, { endedAt: ctx.clock.now(), outcome: "cancelled" });
    // Where a door asks for a factor, no session behind it goes on without one.
    await ctx.db
      .update(sessions)
      .set({ limitedTo: "enroll_second_factor" })
      .where(
        and(
          eq(sessions.userId, accountId),
          isNull(sessions.limitedTo),
          inArray(sessions.audience, await ctx.settings.get(secondFactorAudiences)),
        ),
      );
    dropAccess(ctx.db, accountId);
    await notifyAccount(ctx, accountId, secondFactorDisabledMail, describeSeen(ctx));
    ctx.audit({ target: `account:${accountId}`, changes: { by } });
  },
};
