import {
  accountBlocked,
  Audience,
  type auth,
  challengeUnusable,
  codeWrong,
  tooManyGuesses,
} from "@mainstay/contracts";
import { accounts, type DbOrTx, devices, signInChallenges } from "@mainstay/db";
import { and, eq, gt } from "drizzle-orm";
import type { PreparedUseCase } from "../../context.ts";
import { notifyAccount } from "../accounts/notify-account.ts";
import { countGuess, type Guess } from "../guesses/count-guess.ts";
import { forgiveGuesses, takeBackGuess } from "../guesses/forgive-guesses.ts";
import { codeKey, type GuessKey } from "../guesses/guess-keys.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { recordLogin, seenFrom } from "../login-history/record-login.ts";
import { codesGuessedMail } from "../mail/codes-guessed.ts";
import { verifyFactor } from "../second-factor/verify-factor.ts";
import { enter } from "./enter.ts";
import { loadCandidate } from "./load-candidate.ts";
import { hashToken } from "./opaque-token.ts";

/** Owners mistype, too. */
const tellOwnerAt = 3;

interface Counted {
  readonly key: GuessKey;
  readonly guess: Guess;
}

export const secondFactor: PreparedUseCase<typeof auth.secondFactor, Counted> = {
  async prepare(ctx, { challenge }) {
    const [asked] = await findChallenge(ctx.db, challenge, ctx.clock.now());
    if (!asked) return ctx.fail(challengeUnusable());
    const key = codeKey(asked.accountId);
    return { key, guess: await countGuess(ctx, key) };
  },

  async run(ctx, { challenge, code, trustDevice }, { key, guess }) {
    const now = ctx.clock.now();
    // Of several calls with one challenge the others wait here, and then find none.
    const [asked] = await findChallenge(ctx.db, challenge, now).for("update", {
      of: signInChallenges,
    });
    if (!asked) {
      // Another call with the same challenge got in: this one tried no code.
      if (guess.taken) await takeBackGuess(ctx.db, key);
      return ctx.refuse(challengeUnusable());
    }
    const { accountId, deviceTokenHash } = asked;
    const audience = Audience.parse(asked.audience);
    if (!guess.taken) {
      await recordLogin(ctx, { accountId, audience, outcome: "locked" });
      return ctx.refuse(tooManyGuesses({ retryAfterSeconds: guess.retryAfterSeconds }));
    }
    const by = await verifyFactor(ctx.db, { accountId, code, now, sealer: ctx.sealer });
    if (by === null) {
      await recordLogin(ctx, { accountId, audience, outcome: "code_wrong" });
      // Whoever guesses codes has the password already. Once: the next wrong one counts further.
      if (guess.failures === tellOwnerAt) {
        await notifyAccount(ctx, accountId, codesGuessedMail, describeSeen(ctx));
      }
      return ctx.refuse(codeWrong());
    }
    await ctx.db.delete(signInChallenges).where(eq(signInChallenges.hash, hashToken(challenge)));
    await forgiveGuesses(ctx.db, codeKey(accountId));
    // What is read from here on does not change before the session is there.
    await ctx.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for("share");
    const { country } = seenFrom(ctx);
    const candidate = await loadCandidate(ctx.db, { accountId }, { deviceTokenHash, country });
    if (!candidate?.doors.has(audience)) return ctx.fail(challengeUnusable());
    if (candidate.status !== "active") {
      await recordLogin(ctx, { accountId, audience, outcome: "blocked" });
      return ctx.refuse(accountBlocked());
    }
    return enter(ctx, { candidate, audience, secondFactor: by, trustDevice });
  },
};

const findChallenge = (db: DbOrTx, challenge: string, now: Date) =>
  db
    .select({
      accountId: signInChallenges.accountId,
      audience: signInChallenges.audience,
      deviceTokenHash: devices.tokenHash,
    })
    .from(signInChallenges)
    .leftJoin(devices, eq(devices.id, signInChallenges.deviceId))
    .where(
      and(eq(signInChallenges.hash, hashToken(challenge)), gt(signInChallenges.expiresAt, now)),
    );
