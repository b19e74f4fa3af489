import {
  accounts,
  guesses,
  loginHistory,
  sessions,
  signInChallenges,
  totpFactors,
} from "@mainstay/db";
import { promisedMails, testAccount, type TestDoors, testDoors } from "@mainstay/testing";
import { and, eq, gt, like } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { mintSecret, totpPurpose } from "../second-factor/authenticator.ts";

interface Asked {
  kind: "second_factor";
  challenge: string;
}
const isAsked = (data: unknown): boolean => (data as Asked).kind === "second_factor";

/** Somebody with an authenticator; each call of `code` is of another time step. */
async function guarded(at: TestDoors) {
  const account = await testAccount(at.api.services, { audiences: ["customer"] });
  const secret = mintSecret();
  const { sealer } = at.api.services;
  const now = new Date();
  await at.database.db.insert(totpFactors).values({
    accountId: account.id,
    sealedSecret: sealer.seal(totpPurpose, secret),
    lastStep: 0,
    createdAt: now,
    confirmedAt: now,
  });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const { email, password } = account;
  const signIn = async (more: object = {}) =>
    (await at.ask("auth.signIn", { email, password, audience: "customer", ...more })).data;
  return {
    ...account,
    code: () => totp.generate(),
    signIn,
    challenge: async (more?: object) => ((await signIn(more)) as Asked).challenge,
    /** As if the code had not been used yet. */
    forgetCode: () => at.database.db.update(totpFactors).set({ lastStep: 0 }),
  };
}

describe("a second factor", () => {
  it("is asked for after the password, and opens the session", async () => {
    await using at = await testDoors();
    const anna = await guarded(at);
    const asked = await anna.signIn();
    expect(asked).toEqual({
      kind: "second_factor",
      challenge: expect.any(String),
      expiresAt: expect.any(String),
    });
    expect(await at.database.db.$count(sessions)).toBe(0);
    const { challenge } = asked as Asked;
    const done = await at.ask("auth.secondFactor", { challenge, code: anna.code() });
    expect(done.data).toMatchObject({ kind: "session", account: { email: anna.email } });
    const [session] = await at.database.db.select().from(sessions);
    expect(session?.secondFactor).toBe("totp");
    const rows = await at.database.db.select().from(loginHistory).orderBy(loginHistory.id);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["second_factor_asked", "signed_in"]);
  });

  it("shown by many calls at once opens one session", async () => {
    await using at = await testDoors();
    const anna = await guarded(at);
    const challenge = await anna.challenge();
    const code = anna.code();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.ask("auth.secondFactor", { challenge, code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await at.database.db.$count(sessions)).toBe(1);
    // Who pressed twice has guessed nothing.
    const ofCodes = and(like(guesses.key, "code:%"), gt(guesses.failures, 0));
    expect(await at.database.db.select().from(guesses).where(ofCodes)).toEqual([]);
  });

  it("that is wrong is written down and waits, whatever challenge it comes with", async () => {
    await using at = await testDoors();
    const anna = await guarded(at);
    const right = anna.code();
    const wrong = right === "000000" ? "111111" : "000000";
    const reasons: (string | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) {
      const challenge = await anna.challenge();
      reasons.push((await at.ask("auth.secondFactor", { challenge, code: wrong })).error?.reason);
    }
    expect(reasons).toEqual([
      ...Array.from({ length: 3 }, () => "identity.code_wrong"),
      "identity.too_many_guesses",
    ]);
    const { db } = at.database;
    expect(await db.$count(loginHistory, eq(loginHistory.outcome, "code_wrong"))).toBe(3);
    expect(await db.$count(loginHistory, eq(loginHistory.outcome, "locked"))).toBe(1);
    const told = async () =>
      (await promisedMails(at.api.services, anna.email)).map(({ template }) => template);
    expect(await told()).toEqual(["identity.codes_guessed"]);
    await at.waitOver();
    const challenge = await anna.challenge();
    expect((await at.ask("auth.secondFactor", { challenge, code: anna.code() })).status).toBe(200);
    expect((await told()).filter((one) => one === "identity.codes_guessed")).toHaveLength(1);
  });

  it("is too late after five minutes, with a made-up challenge, or once the account is blocked", async () => {
    await using at = await testDoors();
    const { db } = at.database;
    const anna = await guarded(at);
    const reasonOf = async (challenge: string) =>
      (await at.ask("auth.secondFactor", { challenge, code: anna.code() })).error?.reason;
    expect(await reasonOf("made-up-challenge-0123456789")).toBe("identity.challenge_unusable");
    const late = await anna.challenge();
    await db.update(signInChallenges).set({ expiresAt: new Date(Date.now() - 1) });
    expect(await reasonOf(late)).toBe("identity.challenge_unusable");
    const challenge = await anna.challenge();
    await db.update(accounts).set({ status: "blocked" }).where(eq(accounts.id, anna.id));
    expect(await reasonOf(challenge)).toBe("identity.account_blocked");
    expect(await db.$count(sessions)).toBe(0);
  });

  it("is not asked for on a trusted device, and again once the password was reset", async () => {
    await using at = await testDoors();
    const anna = await guarded(at);
    const challenge = await anna.challenge();
    const { data } = await at.ask("auth.secondFactor", {
      challenge,
      code: anna.code(),
      trustDevice: true,
    });
    const { device } = data as { device: string };
    expect(await anna.signIn({ device })).toMatchObject({ kind: "session" });
    expect(isAsked(await anna.signIn())).toBe(true);

    await at.ask("password.forgot", { email: anna.email });
    const token = await at.tokenOf(anna.email, "identity.reset_password");
    const pending = await anna.challenge();
    const password = "meadow lantern 41";
    expect((await at.ask("password.reset", { token, password })).status).toBe(200);
    expect(isAsked(await anna.signIn({ device, password }))).toBe(true);
    // What the old password had begun is over, too.
    await anna.forgetCode();
    const finished = await at.ask("auth.secondFactor", { challenge: pending, code: anna.code() });
    expect(finished.error?.reason).toBe("identity.challenge_unusable");
  });
});
