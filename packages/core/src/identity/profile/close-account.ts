import { lastAdmin, type profile } from "@mainstay/contracts";
import { accounts } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { notify } from "../../platform/index.ts";
import { isLastAdmin } from "../grants/is-last-admin.ts";
import { forgiveGuesses } from "../guesses/forgive-guesses.ts";
import { accountKey, codeKey, emailKey } from "../guesses/guess-keys.ts";
import { accountClosedMail } from "../mail/account-closed.ts";
import { verifyOwnPassword } from "../passwords/verify-own-password.ts";
import { eraseAccount } from "./erase-account.ts";

/** There is no way back. */
export const closeAccount: PreparedUseCase<typeof profile.close, void> = {
  prepare: (ctx, { password }) => verifyOwnPassword(ctx, password),

  async run(ctx) {
    const { accountId } = ctx.actor.session;
    const now = ctx.clock.now();
    // Before the account itself is locked, so that administrators are always locked in one order.
    if (await isLastAdmin(ctx.db, accountId)) ctx.fail(lastAdmin());
    const [account] = await ctx.db
      .select({
        email: accounts.email,
        locale: accounts.locale,
        timeZone: accounts.timeZone,
      })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for("update");
    const email = account?.email ?? null;
    await eraseAccount(ctx.db, { accountId, email, now });
    // To the address alone: whatever was promised to the account is not sent any more.
    if (account && email !== null) {
      await notify(ctx, ctx.db, { ...account, email }, accountClosedMail, {
        at: now.toISOString(),
      });
    }
    // Whoever signs up with the address anew begins without its past.
    const keys = [accountKey(accountId), codeKey(accountId)];
    if (email !== null) keys.push(emailKey(email, ctx.sealer));
    await forgiveGuesses(ctx.db, ...keys);
    ctx.audit({ target: `account:${accountId}`, changes: { status: "closed" } });
  },
};
