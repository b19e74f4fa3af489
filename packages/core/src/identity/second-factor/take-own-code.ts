import { codeWrong, factorMissing } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { AccountActor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { forgiveGuesses } from "../guesses/forgive-guesses.ts";
import { codeKey } from "../guesses/guess-keys.ts";
import { hasFactor, verifyFactor } from "./verify-factor.ts";

type CodeReason = typeof codeWrong.reason | typeof factorMissing.reason;

/** Asks somebody who is signed in for a code, which `countCodeGuess` has counted. */
export async function takeOwnCode(
  ctx: Ctx<CodeReason, Tx, AccountActor>,
  code: string,
): Promise<"totp" | "recovery"> {
  const { accountId } = ctx.actor.session;
  if (!(await hasFactor(ctx.db, accountId))) return ctx.fail(factorMissing());
  const { sealer, clock } = ctx;
  const by = await verifyFactor(ctx.db, { accountId, code, now: clock.now(), sealer });
  if (!by) return ctx.fail(codeWrong());
  await forgiveGuesses(ctx.db, codeKey(accountId));
  return by;
}
