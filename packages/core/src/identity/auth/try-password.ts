import type { auth, In } from "@mainstay/contracts";
import type { Db } from "@mainstay/db";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import type { ReasonOf } from "@mainstay/contracts";
import { askCaptcha } from "../guesses/ask-captcha.ts";
import { countFailures } from "../guesses/count-failures.ts";
import { countGuess } from "../guesses/count-guess.ts";
import { deviceKey, emailKey, type GuessKey, ipKey } from "../guesses/guess-keys.ts";
import { captchaFrom } from "../guesses/guess-limits.ts";
import { seenFrom } from "../login-history/record-login.ts";
import { hashPassword, isOutdated, verifyPassword } from "../passwords/hash-password.ts";
import { type Candidate, loadCandidate } from "./load-candidate.ts";
import { hashToken } from "./opaque-token.ts";

type SignIn = typeof auth.signIn;

/** What came of a password at a door, before anything is written down. */
export type Tried =
  | {
      readonly is: "waiting";
      readonly accountId: string | null;
      readonly retryAfterSeconds: number;
    }
  | {
      readonly is: "wrong";
      readonly accountId: string | null;
      readonly key: GuessKey;
      readonly failures: number;
    }
  | {
      readonly is: "right";
      readonly candidate: Candidate;
      readonly key: GuessKey;
      /** Of the same password, where the kept one was made with other parameters. */
      readonly newHash: string | null;
    };

/**
 * Takes the same steps, and the same time, whether or not the address has an account, whether or not it
 * may use this door: always one look, two counts and one hash.
 */
export async function tryPassword(
  ctx: Ctx<ReasonOf<SignIn>, Db, Actor | null>,
  input: In<SignIn>,
): Promise<Tried> {
  const email = input.email.toLowerCase();
  const deviceToken = input.device ?? ctx.browser?.device ?? null;
  const candidate = await loadCandidate(
    ctx.db,
    { email },
    {
      deviceTokenHash: deviceToken === null ? null : hashToken(deviceToken),
      country: seenFrom(ctx).country,
    },
  );
  const accountId = candidate?.id ?? null;
  // Who signed in here before is not kept out by what others guess elsewhere.
  const device = candidate?.device;
  const key = device ? deviceKey(device.id) : emailKey(email, ctx.sealer);
  if (ctx.captcha) {
    const isNeeded = (await countFailures(ctx.db, key)) >= captchaFrom;
    await askCaptcha(ctx, { answer: input.captcha, isNeeded });
  }
  const fromNetwork = await countGuess(ctx, ipKey(ctx.ip));
  const guess = fromNetwork.taken ? await countGuess(ctx, key) : fromNetwork;
  if (!guess.taken) return { is: "waiting", accountId, retryAfterSeconds: guess.retryAfterSeconds };

  const kept = candidate?.passwordHash ?? null;
  const fits = await verifyPassword(kept, input.password);
  if (!fits || !candidate?.doors.has(input.audience)) {
    return { is: "wrong", accountId, key, failures: guess.failures };
  }
  const newHash = kept !== null && isOutdated(kept) ? await hashPassword(input.password) : null;
  return { is: "right", candidate, key, newHash };
}
