import { auditRows, devices, sessions } from "@mainstay/db";
import { call, testAccount, type TestDoors, testDoors, testSession } from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const next = "meadow lantern 41";
const customer = (at: TestDoors) => testAccount(at.api.services, { audiences: ["customer"] });
const signIn = (at: TestDoors, email: string, password: string) =>
  at.ask("auth.signIn", { email, password, audience: "customer" });
const forgotten = async (at: TestDoors, email: string): Promise<string> => {
  await at.ask("password.forgot", { email });
  return at.tokenOf(email, "identity.reset_password");
};

describe("changing a password", () => {
  it("ends every other session and all trust in devices, and mails the owner", async () => {
    await using at = await testDoors();
    const { db } = at.database;
    const account = await customer(at);
    const own = await testSession(at.api.services, account, "customer");
    await testSession(at.api.services, account, "customer");
    await signIn(at, account.email, account.password);
    await db.update(devices).set({ trustedUntil: new Date(Date.now() + 86_400_000) });
    const changed = await at.ask(
      "password.change",
      { oldPassword: account.password, newPassword: next },
      { as: own.accessToken },
    );
    expect(changed.status).toBe(200);
    const left = await db.select({ id: sessions.publicId }).from(sessions);
    expect(left).toEqual([{ id: own.sessionId }]);
    expect(await db.select({ until: devices.trustedUntil }).from(devices)).toEqual([
      { until: null },
    ]);
    expect((await at.mails(account.email)).map(({ template }) => template)).toEqual([
      "identity.password_changed",
    ]);
    expect((await signIn(at, account.email, account.password)).status).toBe(401);
    expect((await signIn(at, account.email, next)).status).toBe(200);
    const [row] = await db.select().from(auditRows);
    expect(row).toMatchObject({ target: `account:${account.id}`, outcome: "done" });
    expect(JSON.stringify(row)).not.toContain(next);
  });

  it("asks for the old one, and guesses of it wait", async () => {
    await using at = await testDoors();
    const account = await customer(at);
    const { accessToken: as } = await testSession(at.api.services, account, "customer");
    const reasons: (string | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) {
      const input = { oldPassword: `wrong ${n}`, newPassword: next };
      reasons.push((await at.ask("password.change", input, { as })).error?.reason);
    }
    expect(reasons).toEqual([
      ...Array.from({ length: 3 }, () => "identity.password_wrong"),
      "identity.too_many_guesses",
    ]);
  });

  it("takes none of the last five again, but the sixth", async () => {
    await using at = await testDoors();
    const account = await customer(at);
    const { accessToken: as } = await testSession(at.api.services, account, "customer");
    const nth = (n: number): string => `meadow lantern ${n}${n}`;
    let oldPassword = account.password;
    const change = async (newPassword: string) => {
      const answer = await at.ask("password.change", { oldPassword, newPassword }, { as });
      if (answer.status === 200) oldPassword = newPassword;
      return answer.error?.details["rules"] ?? "changed";
    };
    expect(await change(account.password)).toEqual(["used_before"]);
    for (let n = 1; n <= 5; n += 1) expect(await change(nth(n))).toBe("changed");
    expect(await change(nth(1))).toEqual(["used_before"]);
    expect(await change(nth(6))).toBe("changed");
    expect(await change(nth(1))).toBe("changed");
  });

  it("frees a session that was held to it", async () => {
    await using at = await testDoors();
    const account = await customer(at);
    const session = await testSession(at.api.services, account, "customer", {
      limitedTo: "change_password",
    });
    const as = session.accessToken;
    const list = () => call(at.api.url, "identity.loginHistory.list", {}, { as, by: "query" });
    expect((await list()).error?.reason).toBe("request.session_limited");
    const input = { oldPassword: account.password, newPassword: next };
    expect((await at.ask("password.change", input, { as })).status).toBe(200);
    await expect.poll(async () => (await list()).status).toBe(200);
  });

  it("is for somebody who is signed in", async () => {
    await using at = await testDoors();
    const { error } = await at.ask("password.change", { oldPassword: "a", newPassword: next });
    expect(error?.reason).toBe("request.unauthenticated");
  });
});

describe("a forgotten password", () => {
  it("is answered alike for any address, and only an account's owner is mailed", async () => {
    await using at = await testDoors();
    const { email } = await customer(at);
    const known = await at.ask("password.forgot", { email });
    const unknown = await at.ask("password.forgot", { email: "nobody@example.com" });
    expect(known.data).toEqual({ kind: "link_sent" });
    expect(unknown.data).toEqual(known.data);
    expect(await at.mails(email)).toHaveLength(1);
    expect(await at.mails("nobody@example.com")).toEqual([]);
  });

  it("is set anew by one of many uses of the link: all sessions end, and the lock", async () => {
    await using at = await testDoors();
    const account = await customer(at);
    await testSession(at.api.services, account, "customer");
    for (let n = 0; n < 11; n += 1) {
      await at.waitOver();
      await signIn(at, account.email, "not the password 1");
    }
    const token = await forgotten(at, account.email);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.ask("password.reset", { token, password: next })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 200)?.error?.reason).toBe(
      "identity.link_unusable",
    );
    expect(await at.database.db.$count(sessions)).toBe(0);
    expect((await signIn(at, account.email, next)).status).toBe(200);
    const templates = (await at.mails(account.email)).map(({ template }) => template);
    expect(templates).toContain("identity.password_changed");
  });

  it("is not set by an older link, a made-up one, or with a password that does not fit", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const older = await forgotten(at, email);
    const newer = await forgotten(at, email);
    for (const token of [older, "made-up-token-0123456789"]) {
      const { error } = await at.ask("password.reset", { token, password: next });
      expect(error?.reason).toBe("identity.link_unusable");
    }
    for (const [tried, rules] of [
      [password, ["used_before"]],
      ["password123", ["too_common"]],
    ] as const) {
      const { error } = await at.ask("password.reset", { token: newer, password: tried });
      expect(error).toMatchObject({ reason: "identity.password_unfit", details: { rules } });
    }
    const done = await at.ask("password.reset", { token: newer, password: next });
    expect(done.data).toEqual({ kind: "password_set" });
  });
});
