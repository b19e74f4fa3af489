import { accounts, grants, outbox, settings, signUps } from "@mainstay/db";
import { testAccount, type TestDoors, testDoors } from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const password = "meadow lantern 41";
const signUp = (at: TestDoors, email: string, more: object = {}) =>
  at.ask("auth.signUp", { email, password, name: "Anna", ...more });
const templatesOf = async (at: TestDoors, email: string): Promise<string[]> =>
  (await at.mails(email)).map(({ template }) => template);

describe("signing up", () => {
  it("makes a customer once the address is confirmed, who can then sign in", async () => {
    await using at = await testDoors();
    const email = "anna@example.com";
    const asked = await signUp(at, "Anna@Example.com", { locale: "ru", timeZone: "Europe/Berlin" });
    expect(asked.data).toEqual({ kind: "confirmation_sent" });
    const early = await at.ask("auth.signIn", { email, password, audience: "customer" });
    expect(early.error?.reason).toBe("identity.credentials_wrong");
    expect((await at.mails(email))[0]).toMatchObject({ locale: "ru", data: { name: "Anna" } });
    const token = await at.tokenOf(email, "identity.verify_email");
    const confirmed = await at.ask("auth.verifyEmail", { token, password });
    expect(confirmed.data).toEqual({ kind: "confirmed", email, audience: "customer" });
    const signedIn = await at.ask("auth.signIn", { email, password, audience: "customer" });
    expect(signedIn.status).toBe(200);
    expect(await at.database.db.select().from(grants)).toMatchObject([
      { role: "customer", scopeKind: null },
    ]);
    expect(await at.database.db.$count(signUps)).toBe(0);
  });

  it("gives merchants, where they may, the door and no role", async () => {
    await using at = await testDoors();
    const email = "shop@example.com";
    const closed = await signUp(at, email, { audience: "merchant" });
    expect(closed.error).toMatchObject({
      reason: "identity.sign_up_closed",
      details: { audience: "merchant" },
    });
    await at.database.db.insert(settings).values({
      key: "identity.sign_up_audiences",
      value: ["merchant"],
      changedAt: new Date(),
      changedBy: "test",
    });
    at.api.services.bus.wake(["settings"]);
    await expect
      .poll(async () => (await signUp(at, email, { audience: "merchant" })).status)
      .toBe(200);
    const token = await at.tokenOf(email, "identity.verify_email");
    expect((await at.ask("auth.verifyEmail", { token, password })).status).toBe(200);
    const [account] = await at.database.db.select().from(accounts);
    expect(account?.audiences).toEqual(["merchant"]);
    expect(await at.database.db.$count(grants)).toBe(0);
  });

  it("with an address that has an account answers and does the same, and mails its owner", async () => {
    await using at = await testDoors();
    const { email } = await testAccount(at.api.services, { audiences: ["customer"] });
    const known = await signUp(at, email);
    const unknown = await signUp(at, "new@example.com");
    expect(known.data).toEqual(unknown.data);
    const promised = await at.database.db.select({ job: outbox.job }).from(outbox);
    expect(promised).toEqual([
      { job: "identity.answer_sign_up" },
      { job: "identity.answer_sign_up" },
    ]);
    expect(await templatesOf(at, email)).toEqual(["identity.sign_up_attempted"]);
    expect(await templatesOf(at, "new@example.com")).toEqual(["identity.verify_email"]);
  });

  it("names all that is wrong with a password", async () => {
    await using at = await testDoors();
    const { error } = await signUp(at, "anna@example.com", { password: "anna" });
    expect(error).toMatchObject({
      reason: "identity.password_unfit",
      details: { rules: ["too_short", "no_digit", "is_email", "too_common"] },
    });
  });

  it("many times for one address has to wait, alike with and without an account", async () => {
    await using at = await testDoors();
    const { email } = await testAccount(at.api.services);
    for (const tried of [email, "nobody@example.com"]) {
      const reasons: (string | undefined)[] = [];
      for (let n = 0; n < 5; n += 1) reasons.push((await signUp(at, tried)).error?.reason);
      expect(reasons.slice(0, 3)).toEqual([undefined, undefined, undefined]);
      expect(reasons.at(-1)).toBe("identity.too_many_guesses");
    }
  });

  it("keeps neither password nor address readable in what operators see", async () => {
    await using at = await testDoors();
    await signUp(at, "anna@example.com");
    await at.ask("password.forgot", { email: "anna@example.com" });
    await at.mails("anna@example.com");
    const [row] = (
      await at.database.db.execute<{ all: string }>(
        sql`select string_agg(payload::text, '') as all from outbox`,
      )
    ).rows;
    expect(row?.all).toContain("sealed");
    expect(row?.all).not.toContain("anna@example.com");
    expect(row?.all).not.toContain(password);
  });
});

describe("confirming an address", () => {
  it("with one link at many moments makes one account", async () => {
    await using at = await testDoors();
    const email = "anna@example.com";
    await signUp(at, email);
    const token = await at.tokenOf(email, "identity.verify_email");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.ask("auth.verifyEmail", { token, password })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 200)?.error?.reason).toBe(
      "identity.link_unusable",
    );
    expect(await at.database.db.$count(accounts)).toBe(1);
  });

  it("with two links of two sign-ups at once makes one account, and both links end", async () => {
    await using at = await testDoors();
    for (let round = 0; round < 10; round += 1) {
      const email = `anna${round}@example.com`;
      await signUp(at, email);
      await signUp(at, email);
      const tokens = (await at.mails(email)).map(({ data }) => data["token"]);
      expect(tokens).toHaveLength(2);
      const answers = await Promise.all(
        tokens.map((token) => at.ask("auth.verifyEmail", { token, password })),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      for (const token of tokens) {
        expect((await at.ask("auth.verifyEmail", { token, password })).status).toBe(412);
      }
      expect(await at.database.db.$count(accounts, eq(accounts.email, email))).toBe(1);
    }
  });

  it("is too late after a day, and impossible with a made-up token", async () => {
    await using at = await testDoors();
    const email = "anna@example.com";
    await signUp(at, email);
    const token = await at.tokenOf(email, "identity.verify_email");
    await at.database.db.update(signUps).set({ expiresAt: new Date(Date.now() - 1) });
    for (const tried of [token, "made-up-token-0123456789"]) {
      expect((await at.ask("auth.verifyEmail", { token: tried, password })).error?.reason).toBe(
        "identity.link_unusable",
      );
    }
  });

  it("can be asked for again: the newer link counts, and nobody learns whether there is one", async () => {
    await using at = await testDoors();
    const email = "anna@example.com";
    await signUp(at, email);
    const first = await at.tokenOf(email, "identity.verify_email");
    const known = await at.ask("auth.resendVerification", { email });
    const unknown = await at.ask("auth.resendVerification", { email: "nobody@example.com" });
    expect(known.data).toEqual({ kind: "confirmation_sent" });
    expect(unknown.data).toEqual(known.data);
    const second = await at.tokenOf(email, "identity.verify_email");
    expect(await at.mails("nobody@example.com")).toEqual([]);
    expect((await at.ask("auth.verifyEmail", { token: first, password })).status).toBe(412);
    expect((await at.ask("auth.verifyEmail", { token: second, password })).status).toBe(200);
  });
});
