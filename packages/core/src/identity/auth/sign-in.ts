import {
  accountBlocked,
  answerLock,
  type auth,
  credentialsWrong,
  lockAfterFailures,
  lockMinutes,
  tooManyGuesses,
} from "@mainstay/contracts";
import { accounts, prepared, signInChallenges } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { CtxOf, PreparedUseCase } from "../../context.ts";
import { enqueue } from "../../platform/index.ts";
import { settlingGuess } from "../guesses/forgive-guesses.ts";
import { ipKey } from "../guesses/guess-keys.ts";
import { describeSeen } from "../login-history/describe-seen.ts";
import { recordLogin } from "../login-history/record-login.ts";
import { sealLock } from "./answer-lock.ts";
import { enter } from "./enter.ts";
import type { Candidate } from "./load-candidate.ts";
import { hashToken, mintToken } from "./opaque-token.ts";
import { type Tried, tryPassword } from "./try-password.ts";

type SignIn = typeof auth.signIn;

const challengeMs = 5 * 60_000;

export const signIn: PreparedUseCase<SignIn, Tried> = {
  prepare: tryPassword,

  async run(ctx, { audience, email, deviceName }, tried) {
    if (tried.is === "waiting") {
      await recordLogin(ctx, { accountId: tried.accountId, audience, outcome: "locked" });
      return ctx.refuse(tooManyGuesses({ retryAfterSeconds: tried.retryAfterSeconds }));
    }
    if (tried.is === "wrong") {
      await recordLogin(ctx, {
        accountId: tried.accountId,
        audience,
        outcome: "credentials_wrong",
      });
      await tellOfLock(ctx, email, tried);
      return ctx.refuse(credentialsWrong());
    }
    const { candidate } = tried;
    // It may have been changed while it was hashed here, which ended all sessions; this one must not come after.
    const status = await settle(ctx, tried);
    if (status === null) return ctx.fail(credentialsWrong());
    const accountId = candidate.id;
    if (status !== "active") {
      await recordLogin(ctx, { accountId, audience, outcome: "blocked" });
      return ctx.refuse(accountBlocked());
    }
    if (!candidate.hasFactor) {
      return enter(ctx, { candidate, audience, deviceName, secondFactor: null });
    }
    const trustedUntil = candidate.device?.trustedUntil;
    if (trustedUntil && trustedUntil > ctx.clock.now()) {
      return enter(ctx, { candidate, audience, deviceName, secondFactor: "trusted_device" });
    }
    await recordLogin(ctx, { accountId, audience, outcome: "second_factor_asked" });
    return challenge(ctx, candidate, audience);
  },
};

/**
 * Takes the guess back and holds the account until the end of the transaction; the answer is its status now,
 * or null where the password is another one. One statement, as every sign-in waits for it.
 */
async function settle(
  { db, ip }: CtxOf<SignIn>,
  { candidate, key, newHash }: Extract<Tried, { is: "right" }>,
): Promise<Candidate["status"] | null> {
  const { id, passwordHash } = candidate;
  if (newHash !== null) {
    const same = and(eq(accounts.id, id), eq(accounts.passwordHash, passwordHash ?? ""));
    const renewed = await db.update(accounts).set({ passwordHash: newHash }).where(same);
    if (renewed.rowCount !== 1) return null;
  }
  const held = await prepared(db, "identity_settle_sign_in", (on) =>
    on
      .with(...settlingGuess(on))
      .select({ status: accounts.status })
      .from(accounts)
      .where(
        and(
          eq(accounts.id, sql.placeholder("id")),
          eq(accounts.passwordHash, sql.placeholder("passwordHash")),
        ),
      )
      .for("share"),
  ).execute({ id, passwordHash: newHash ?? passwordHash, right: key, network: ipKey(ip) });
  return held[0]?.status ?? null;
}

async function challenge(
  { db, clock }: CtxOf<SignIn>,
  candidate: Candidate,
  audience: string,
): Promise<{ kind: "second_factor"; challenge: string; expiresAt: string }> {
  const token = mintToken();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + challengeMs);
  await db.insert(signInChallenges).values({
    hash: hashToken(token),
    accountId: candidate.id,
    audience,
    deviceId: candidate.device?.id ?? null,
    createdAt,
    expiresAt,
  });
  return { kind: "second_factor", challenge: token, expiresAt: expiresAt.toISOString() };
}

/** Once a lock, also for an address without an account: whether there is somebody to mail, the job finds out. */
async function tellOfLock(
  ctx: CtxOf<SignIn>,
  email: string,
  { failures, key }: Extract<Tried, { is: "wrong" }>,
): Promise<void> {
  if (failures !== (await ctx.settings.get(lockAfterFailures))) return;
  const until = ctx.clock.now().getTime() + (await ctx.settings.get(lockMinutes)) * 60_000;
  const lock = {
    email: email.toLowerCase(),
    key,
    until: new Date(until).toISOString(),
    seen: describeSeen(ctx),
  };
  enqueue(ctx.db, answerLock, { sealed: sealLock(ctx.sealer, lock) });
}
