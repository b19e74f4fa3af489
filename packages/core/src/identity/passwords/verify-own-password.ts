import { passwordWrong, tooManyGuesses } from "@mainstay/contracts";
import { accounts, type Db } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { AccountActor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { countGuess } from "../guesses/count-guess.ts";
import { forgiveGuesses } from "../guesses/forgive-guesses.ts";
import { accountKey } from "../guesses/guess-keys.ts";
import { verifyPassword } from "./hash-password.ts";

type PasswordReason = typeof passwordWrong.reason | typeof tooManyGuesses.reason;

/** Asks somebody who is signed in for the password again; for `prepare`, as a hash takes its time. */
export async function verifyOwnPassword(
  ctx: Ctx<PasswordReason, Db, AccountActor>,
  password: string,
): Promise<void> {
  const { accountId } = ctx.actor.session;
  const key = accountKey(accountId);
  const guess = await countGuess(ctx, key);
  if (!guess.taken) ctx.fail(tooManyGuesses({ retryAfterSeconds: guess.retryAfterSeconds }));
  const [account] = await ctx.db
    .select({ passwordHash: accounts.passwordHash })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!(await verifyPassword(account?.passwordHash ?? null, password))) ctx.fail(passwordWrong());
  await forgiveGuesses(ctx.db, key);
}
