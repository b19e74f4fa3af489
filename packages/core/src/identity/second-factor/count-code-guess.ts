import { tooManyGuesses } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import type { AccountActor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { countGuess } from "../guesses/count-guess.ts";
import { codeKey } from "../guesses/guess-keys.ts";

/** For `prepare`: a code is counted before it is tried, whatever becomes of the call. */
export async function countCodeGuess(
  ctx: Ctx<typeof tooManyGuesses.reason, Db, AccountActor>,
): Promise<void> {
  const guess = await countGuess(ctx, codeKey(ctx.actor.session.accountId));
  if (!guess.taken) ctx.fail(tooManyGuesses({ retryAfterSeconds: guess.retryAfterSeconds }));
}
