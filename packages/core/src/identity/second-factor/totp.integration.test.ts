import { audienceOf } from "@mainstay/contracts";
import { auditRows, devices, totpFactors } from "@mainstay/db";
import {
  type TestAccount,
  testAccount,
  type TestDoors,
  testDoors,
  testKeys,
  testSession,
} from "@mainstay/testing";
import { Secret, TOTP, URI } from "otpauth";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";

interface Enrollment {
  uri: string;
  secret: string;
  qrCode: string;
}
const customer = { audiences: ["customer"] } as const;
const admin = { grants: [{ role: "admin", scope: null }] } as const;

/** Steps ahead of now: a code may be taken a step early, and none is taken twice. */
const codeOf = (secret: string, ahead: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + ahead * 30_000,
  });

async function signedIn(at: TestDoors, options: Parameters<typeof testAccount>[1] = customer) {
  const account = await testAccount(at.api.services, options);
  const role = options?.grants?.[0]?.role ?? "customer";
  const open = (limited = false) =>
    testSession(
      at.api.services,
      account,
      audienceOf[role],
      limited ? { limitedTo: "enroll_second_factor" } : {},
    );
  const { accessToken: as } = await open();
  const ask = (procedure: string, input: object) => at.ask(`totp.${procedure}`, input, { as });
  return { ...account, as, open, ask };
}

/** The recovery codes and the secret of somebody who has just enrolled. */
async function enroll({ ask, password }: TestAccount & { ask: Ask }) {
  const { data } = await ask("enroll", { password });
  const { secret } = data as Enrollment;
  const confirmed = await ask("confirm", { code: codeOf(secret, 0) });
  expect(confirmed.error).toBeNull();
  return { secret, ...(confirmed.data as { recoveryCodes: string[] }) };
}
type Ask = Awaited<ReturnType<typeof signedIn>>["ask"];

const hourMs = 3_600_000;

describe("enrolling", () => {
  it("asks for the password, and shows an address for the app, also as a picture of it", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const wrong = await anna.ask("enroll", { password: "not it at all 1" });
    expect(wrong.error?.reason).toBe("identity.password_wrong");
    const { uri, secret, qrCode } = (await anna.ask("enroll", { password: anna.password }))
      .data as Enrollment;
    const read = URI.parse(uri);
    expect(read).toMatchObject({ issuer: "Mainstay", label: anna.email, period: 30 });
    expect(read.toString()).toContain(secret);
    expect(qrCode).toMatch(/^<svg [^>]*viewBox/);
    expect(qrCode).not.toMatch(/<script|onload|href|<foreignObject/i);
    const { data, size } = encode(uri, { border: 4, ecc: "M" });
    const dark = data.flat().filter(Boolean).length;
    expect(qrCode.match(/M\d/g)).toHaveLength(dark);
    expect(qrCode).toContain(`viewBox="0 0 ${size * 10} ${size * 10}"`);
  });

  it("counts for nothing until a code confirms it, and begins anew until then", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const missing = await anna.ask("confirm", { code: "123456" });
    expect(missing.error?.reason).toBe("identity.second_factor_missing");
    const first = (await anna.ask("enroll", { password: anna.password })).data as Enrollment;
    await enroll(anna);
    expect(first.secret).toBeTruthy();
    const again = await anna.ask("enroll", { password: anna.password });
    expect(again.error?.reason).toBe("identity.second_factor_present");
    const twice = await anna.ask("confirm", { code: codeOf(first.secret, 0) });
    expect(twice.error?.reason).toBe("identity.second_factor_present");
    expect((await at.mails(anna.email)).map(({ template }) => template)).toEqual([
      "identity.second_factor_enabled",
    ]);
  });

  it("refuses codes of the enrolment before, and slows guesses", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const first = (await anna.ask("enroll", { password: anna.password })).data as Enrollment;
    await anna.ask("enroll", { password: anna.password });
    const reasons: (string | undefined)[] = [];
    for (let guess = 0; guess < 4; guess += 1) {
      const { error } = await anna.ask("confirm", { code: codeOf(first.secret, 0) });
      reasons.push(error?.reason);
    }
    expect(reasons).toEqual([
      ...Array.from({ length: 3 }, () => "identity.code_wrong"),
      "identity.too_many_guesses",
    ]);
  });

  it("lifts what its session was held to, at once, and ends others that were held", async () => {
    await using at = await testDoors();
    const boris = await signedIn(at, admin);
    const held = await boris.open(true);
    const stolen = await boris.open(true);
    const reset = () =>
      at.ask("accounts.unblock", { accountId: boris.id }, { as: held.accessToken });
    expect((await reset()).error?.reason).toBe("request.session_limited");
    const ask: Ask = (procedure, input) =>
      at.ask(`totp.${procedure}`, input, { as: held.accessToken });
    await enroll({ ...boris, ask });
    expect((await reset()).error?.reason).toBe("identity.own_account");
    const other = await at.ask("sessions.revokeOthers", undefined, { as: stolen.accessToken });
    expect(other.error?.reason).toBe("request.unauthenticated");
  });

  it("keeps secrets out of the audit", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const { secret, recoveryCodes } = await enroll(anna);
    const written = JSON.stringify(await at.database.db.select().from(auditRows));
    expect(written).toContain("identity.totp.confirm");
    for (const text of [secret, anna.password, ...recoveryCodes]) {
      expect(written).not.toContain(text);
    }
    const [factor] = await at.database.db.select().from(totpFactors);
    expect(factor?.sealedSecret).not.toContain(secret);
  });
});

describe.each(["disable", "regenerateCodes"])("%s", (procedure) => {
  it("wants a factor, and a right code of it", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const none = await anna.ask(procedure, { code: "123456" });
    expect(none.error?.reason).toBe("identity.second_factor_missing");
    const { secret } = await enroll(anna);
    const used = await anna.ask(procedure, { code: codeOf(secret, 0) });
    expect(used.error?.reason).toBe("identity.code_wrong");
    expect((await anna.ask(procedure, { code: codeOf(secret, 1) })).error).toBeNull();
  });

  it("slows guesses, also parallel ones", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    await enroll(anna);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => anna.ask(procedure, { code: "abcde-abcde" })),
    );
    const tried = answers.filter(({ error }) => error?.reason === "identity.code_wrong");
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.length).toBeLessThanOrEqual(3);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(0);
  });

  it("is for people, not for keys and not for nobody", async () => {
    await using at = await testDoors();
    const input = { code: "123456" };
    const nobody = await at.ask(`totp.${procedure}`, input);
    expect(nobody.error?.reason).toBe("request.unauthenticated");
    const key = await at.ask(`totp.${procedure}`, input, { as: testKeys.admin });
    expect(key.error?.reason).toBe("request.account_needed");
  });
});

describe("disabling", () => {
  it("takes recovery codes and trust in devices with it, and mails the owner", async () => {
    await using at = await testDoors();
    const anna = await signedIn(at);
    const { recoveryCodes } = await enroll(anna);
    await addDevice(at, anna.id);
    expect((await anna.ask("disable", { code: recoveryCodes[0] ?? "" })).error).toBeNull();
    const [device] = await at.database.db.select().from(devices);
    expect(device?.trustedUntil).toBeNull();
    const { data } = await at.ask("auth.signIn", {
      email: anna.email,
      password: anna.password,
      audience: "customer",
    });
    expect(data).toMatchObject({ kind: "session" });
    expect((await at.mails(anna.email)).map(({ template }) => template)).toContain(
      "identity.second_factor_disabled",
    );
  });

  it("holds sessions whose door asks for a factor to enrolling again", async () => {
    await using at = await testDoors();
    const boris = await signedIn(at, admin);
    const { recoveryCodes } = await enroll(boris);
    await boris.ask("disable", { code: recoveryCodes[0] ?? "" });
    const { error } = await at.ask("accounts.unblock", { accountId: boris.id }, { as: boris.as });
    expect(error?.reason).toBe("request.session_limited");
  });
});

async function addDevice(at: TestDoors, accountId: string): Promise<void> {
  const now = new Date();
  await at.database.db.insert(devices).values({
    accountId,
    tokenHash: Buffer.from(crypto.randomUUID()),
    name: "Firefox",
    trustedUntil: new Date(now.getTime() + hourMs),
    createdAt: now,
    seenAt: now,
  });
}
