import { captchaNeeded, captchaWrong, unavailable } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";

type CaptchaReason = typeof captchaNeeded.reason | typeof captchaWrong.reason;

/** Where no provider is configured, nobody is asked. */
export async function askCaptcha(
  ctx: Ctx<CaptchaReason, Db, Actor | null>,
  { answer, isNeeded }: { answer: string | undefined; isNeeded: boolean },
): Promise<void> {
  const { captcha } = ctx;
  if (!captcha || !isNeeded) return;
  const { provider, siteKey } = captcha;
  if (answer === undefined) return ctx.fail(captchaNeeded({ provider, siteKey }));
  const isHuman = await captcha.verify(answer, ctx.ip, ctx.signal).catch((error: unknown) => {
    const refusal = unavailable({ retryAfterSeconds: 5 });
    refusal.cause = error;
    throw refusal;
  });
  if (!isHuman) ctx.fail(captchaWrong({ provider, siteKey }));
}
