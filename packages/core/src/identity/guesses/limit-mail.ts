import { tooManyGuesses } from "@mainstay/contracts";
import type { captchaNeeded, captchaWrong } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { askCaptcha } from "./ask-captcha.ts";
import { countFailures } from "./count-failures.ts";
import { countGuess } from "./count-guess.ts";
import { ipKey, mailKey } from "./guess-keys.ts";
import { captchaFrom } from "./guess-limits.ts";

type Reason =
  | typeof tooManyGuesses.reason
  | typeof captchaNeeded.reason
  | typeof captchaWrong.reason;

/**
 * Before a mail is sent because somebody asked: nobody's inbox is filled by others, and addresses are not
 * tried in bulk. Each counts like a failed guess, whether or not the address has an account.
 */
export async function limitMail(
  ctx: Ctx<Reason, Db, Actor | null>,
  { email, captcha }: { email: string; captcha: string | undefined },
): Promise<void> {
  const key = mailKey(email, ctx.sealer);
  const isNeeded = ctx.captcha !== null && (await countFailures(ctx.db, key)) >= captchaFrom;
  await askCaptcha(ctx, { answer: captcha, isNeeded });
  for (const each of [ipKey(ctx.ip), key]) {
    const guess = await countGuess(ctx, each);
    if (!guess.taken) ctx.fail(tooManyGuesses({ retryAfterSeconds: guess.retryAfterSeconds }));
  }
}
