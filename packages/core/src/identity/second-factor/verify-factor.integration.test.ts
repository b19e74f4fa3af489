import { recoveryCodes, totpFactors, transaction } from "@mainstay/db";
import { testAccount, testDatabase, testProcess } from "@mainstay/testing";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { mintSecret, totpPurpose } from "./authenticator.ts";
import { readRecoveryCode, replaceRecoveryCodes } from "./recovery-codes.ts";
import { verifyFactor } from "./verify-factor.ts";

const now = new Date("2026-05-04T12:00:10.000Z");

async function guarded() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const { services } = stack.use(await testProcess(database));
  const { sealer } = services;
  const { id: accountId } = await testAccount(services);
  const secret = mintSecret();
  await database.db.insert(totpFactors).values({
    accountId,
    sealedSecret: sealer.seal(totpPurpose, secret),
    lastStep: 0,
    createdAt: now,
    confirmedAt: now,
  });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return {
    database,
    accountId,
    sealer,
    verify: (code: string) =>
      transaction(services.db, (tx) => verifyFactor(tx, { accountId, code, now, sealer })),
    codes: () => transaction(services.db, (tx) => replaceRecoveryCodes(tx, accountId, sealer)),
    codeOf: (steps: number) => totp.generate({ timestamp: now.getTime() + steps * 30_000 }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
const each = <T>(of: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 20 }, (_, at) => of(at)));

describe("a code of an authenticator", () => {
  it.each([
    [-2, null],
    [-1, "totp"],
    [0, "totp"],
    [1, "totp"],
    [2, null],
  ])("%i steps from now is answered with %s", async (steps, answer) => {
    await using at = await guarded();
    expect(await at.verify(at.codeOf(steps))).toBe(answer);
  });

  it("is taken once, also of twenty calls at once", async () => {
    await using at = await guarded();
    for (const steps of [-1, 0, 1]) {
      const answers = await each(() => at.verify(at.codeOf(steps)));
      expect(answers.filter((answer) => answer === "totp")).toHaveLength(1);
    }
  });

  it("is not taken after a newer one", async () => {
    await using at = await guarded();
    expect(await at.verify(at.codeOf(1))).toBe("totp");
    for (const steps of [1, 0, -1]) expect(await at.verify(at.codeOf(steps))).toBeNull();
  });

  it("counts for nothing until the authenticator is confirmed", async () => {
    await using at = await guarded();
    const [code = ""] = await at.codes();
    await at.database.db.update(totpFactors).set({ confirmedAt: null });
    expect(await at.verify(at.codeOf(0))).toBeNull();
    expect(await at.verify(code)).toBeNull();
  });
});

describe("a recovery code", () => {
  it("is taken once, also of twenty calls at once, however it is typed", async () => {
    await using at = await guarded();
    const codes = await at.codes();
    expect(new Set(codes).size).toBe(10);
    for (const typed of [
      (code: string) => code,
      (code: string) => ` ${code.toUpperCase()} `,
      (code: string) => code.replace("-", " "),
      (code: string) => code.replace("-", ""),
    ]) {
      const code = typed(codes.pop() ?? "");
      const answers = await each(() => at.verify(code));
      expect(answers.filter((answer) => answer === "recovery")).toHaveLength(1);
    }
  });

  it("of an older set is not taken", async () => {
    await using at = await guarded();
    const [old = ""] = await at.codes();
    const [fresh = ""] = await at.codes();
    expect(await at.verify(old)).toBeNull();
    expect(await at.verify(fresh)).toBe("recovery");
  });

  it("has 50 bits, and is kept as a keyed hash that is another for each account", async () => {
    await using at = await guarded();
    const codes = await at.codes();
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    const plain = codes.map((code) => readRecoveryCode(code) ?? "");
    const kept = (await at.database.db.select().from(recoveryCodes)).map(({ hash }) =>
      hash.toString("hex"),
    );
    expect(kept).toHaveLength(10);
    for (const code of plain) {
      expect(kept).not.toContain(at.sealer.fingerprint(code).toString("hex"));
    }
  });

  it.each(["", "123456", "abcde-abcd", "abcde-abcde-a", "abcde-abcd1"])(
    "is not what %j is",
    (text) => {
      expect(readRecoveryCode(text)).toBeNull();
    },
  );
});
