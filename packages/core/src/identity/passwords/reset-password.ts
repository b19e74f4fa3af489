import { linkUnusable, type password, passwordUnfit } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { findMailedToken, useMailedToken } from "../auth/mailed-token.ts";
import { forgiveGuesses } from "../guesses/forgive-guesses.ts";
import { accountKey, emailKey } from "../guesses/guess-keys.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { passwordChangedMail } from "../mail/password-changed.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { earlierPasswords } from "./earlier-passwords.ts";
import { hashPassword } from "./hash-password.ts";
import { unfitRules } from "./password-rules.ts";
import { setPassword } from "./set-password.ts";

const purposes = ["reset_password", "accept_invitation"] as const;

/** A link proves the address, and nothing else: whoever comes by it still meets the second factor. */
export const resetPassword: PreparedUseCase<typeof password.reset, string> = {
  async prepare(ctx, input) {
    const link = await findMailedToken(ctx.db, purposes, input.token, ctx.clock.now());
    if (!link) return ctx.fail(linkUnusable());
    const before = await earlierPasswords(ctx.db, link.accountId);
    const rules = await unfitRules({ password: input.password, ...before });
    if (rules.length > 0) ctx.fail(passwordUnfit({ rules }));
    return hashPassword(input.password);
  },

  async run(ctx, { token }, hash) {
    const now = ctx.clock.now();
    const link = await useMailedToken(ctx.db, purposes, token, now);
    if (!link) return ctx.fail(linkUnusable());
    const { accountId, purpose } = link;
    const [account] = await ctx.db
      .select({ email: accounts.email })
      .from(accounts)
      .where(and(eq(accounts.id, accountId), eq(accounts.status, "active")))
      .for("update");
    if (!account?.email) return ctx.fail(linkUnusable());
    await setPassword(ctx.db, { accountId, hash, now });
    await endSessions(ctx.db, accountId);
    await forgiveGuesses(ctx.db, emailKey(account.email, ctx.sealer), accountKey(accountId));
    if (purpose === "reset_password") {
      await notifyAccount(ctx, accountId, passwordChangedMail, describeSeen(ctx));
    }
    ctx.audit({ target: `account:${accountId}`, changes: { by: purpose } });
    return { kind: "password_set" };
  },
};
