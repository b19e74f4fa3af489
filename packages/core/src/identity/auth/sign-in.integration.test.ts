import { accounts, guesses, loginHistory, sessions, settings } from "@mainstay/db";
import { testAccount, type TestDoors, testDoors } from "@mainstay/testing";
import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { isOutdated } from "../passwords/hash-password.ts";

interface Session {
  kind: "session";
  accessToken: string;
  device: string | null;
  limitedTo: string | null;
  account: { email: string; audience: string };
}

const signIn = (
  at: TestDoors,
  input: object,
  from?: { ip?: string; headers?: Record<string, string> },
) => at.ask("auth.signIn", { audience: "customer", ...input }, from);
const customer = (at: TestDoors) => testAccount(at.api.services, { audiences: ["customer"] });
const wrong = "not the password 1";

describe("signing in", () => {
  it("opens a session at a door of the account, known by the address in any case", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const { status, data } = await signIn(at, { email: email.toUpperCase(), password });
    expect(status).toBe(200);
    const { accessToken, ...session } = data as Session;
    expect(session).toMatchObject({ kind: "session", limitedTo: null, account: { email } });
    expect(session.device).toEqual(expect.any(String));
    const me = await at.ask("auth.signOut", undefined, { as: accessToken });
    expect(me.status).toBe(200);
  });

  it("opens the door of a granted role, too, and no other", async () => {
    await using at = await testDoors();
    const { email, password } = await testAccount(at.api.services, {
      grants: [{ role: "cashier", scope: null }],
    });
    expect((await signIn(at, { email, password, audience: "staff" })).status).toBe(200);
    const other = await signIn(at, { email, password, audience: "admin" });
    expect(other.error?.reason).toBe("identity.credentials_wrong");
  });

  it("answers alike for a wrong password, a missing account, a blocked one and a door that is closed", async () => {
    await using at = await testDoors();
    const there = await customer(at);
    const blocked = await customer(at);
    await at.database.db
      .update(accounts)
      .set({ status: "blocked" })
      .where(eq(accounts.id, blocked.id));
    const answers = [
      await signIn(at, { email: there.email, password: wrong }),
      await signIn(at, { email: blocked.email, password: wrong }),
      await signIn(at, { email: "nobody@example.com", password: wrong }),
      await signIn(at, { email: there.email, password: there.password, audience: "admin" }),
    ].map(({ status, error }) => ({ status, ...error, requestId: null }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.reason).toBe("identity.credentials_wrong");
    const right = await signIn(at, { email: blocked.email, password: blocked.password });
    expect(right.error?.reason).toBe("identity.account_blocked");
  });

  it("takes as long for a missing account as for one that is there", async () => {
    await using at = await testDoors();
    const median = (times: number[]): number =>
      times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
    /** Of a busy machine the best of three measurements says what the code does. */
    let gap = Infinity;
    let typical = 0;
    for (let attempt = 0; attempt < 3 && gap > Math.max(3, typical * 0.15); attempt += 1) {
      const times = { there: [] as number[], missing: [] as number[] };
      for (let n = 0; n < 60; n += 1) {
        const { email } = await customer(at);
        for (const [kind, tried] of [
          ["there", email],
          ["missing", `nobody-${attempt}-${n}@example.com`],
        ] as const) {
          const since = performance.now();
          await signIn(at, { email: tried, password: wrong });
          times[kind].push(performance.now() - since);
        }
      }
      typical = median(times.missing);
      gap = Math.abs(median(times.there) - typical);
    }
    expect(gap).toBeLessThan(Math.max(3, typical * 0.15));
  }, 120_000);

  it("writes every attempt down, with from where and with what", async () => {
    await using at = await testDoors();
    const { id, email, password } = await customer(at);
    const headers = {
      "user-agent":
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:131.0) Gecko/20100101 Firefox/131.0",
    };
    await signIn(at, { email, password: wrong }, { ip: "203.0.113.7", headers });
    await signIn(at, { email, password }, { ip: "203.0.113.7", headers });
    await signIn(at, { email: "nobody@example.com", password });
    const rows = await at.database.db.select().from(loginHistory).orderBy(loginHistory.id);
    expect(rows.map(({ accountId, outcome }) => [accountId, outcome])).toEqual([
      [id, "credentials_wrong"],
      [id, "signed_in"],
      [null, "credentials_wrong"],
    ]);
    expect(rows[1]).toMatchObject({
      ip: "203.0.113.7",
      browser: "Firefox 131",
      system: "macOS 14",
    });
    const [session] = await at.database.db.select().from(sessions);
    expect(rows[1]?.sessionId).toBe(session?.publicId);
  });

  it("hashes a password anew that was hashed with other parameters", async () => {
    await using at = await testDoors();
    const { id, email, password } = await customer(at);
    const { db } = at.database;
    const older = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await db.update(accounts).set({ passwordHash: older }).where(eq(accounts.id, id));
    expect((await signIn(at, { email, password })).status).toBe(200);
    const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
    expect(isOutdated(account?.passwordHash ?? "")).toBe(false);
    await at.waitOver();
    expect((await signIn(at, { email, password })).status).toBe(200);
  });

  it("holds a session to enrolling where the door demands a second factor", async () => {
    await using at = await testDoors();
    const { email, password } = await testAccount(at.api.services, {
      grants: [{ role: "admin", scope: null }],
    });
    const { data } = await signIn(at, { email, password, audience: "admin" });
    expect((data as Session).limitedTo).toBe("enroll_second_factor");
  });

  it("gives a browser of the same site cookies, and knows its device by one", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const headers = { origin: "http://localhost:3000", "sec-fetch-site": "same-site" };
    const first = await signIn(at, { email, password }, { headers });
    const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
    expect(new Set(cookies.map((cookie) => cookie.split("=")[0]))).toEqual(
      new Set(["mainstay_device", "mainstay_session"]),
    );
    const device = cookies.find((cookie) => cookie.startsWith("mainstay_device")) ?? "";
    const again = await signIn(
      at,
      { email, password },
      { headers: { ...headers, cookie: device } },
    );
    expect((again.data as Session).device).toBeNull();
  });

  it("mails the owner of a new device, but not of the first one, nor of one that is known", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const first = (await signIn(at, { email, password })).data as Session;
    await signIn(at, { email, password, device: first.device });
    expect(await at.mails(email)).toEqual([]);
    await signIn(at, { email, password }, { ip: "203.0.113.9" });
    const mails = await at.mails(email);
    expect(mails.map(({ template }) => template)).toEqual(["identity.new_device"]);
    expect(mails[0]?.data).toMatchObject({ ip: "203.0.113.9" });
  });
});

describe("a sign-in from a country", () => {
  it("that is new to the account is mailed to its owner, also on a known device", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const first = (await signIn(at, { email, password })).data as Session;
    await at.database.db.update(loginHistory).set({ country: "DE" });
    await signIn(at, { email, password, device: first.device });
    const templates = (await at.mails(email)).map(({ template }) => template);
    expect(templates).toEqual(["identity.new_device"]);
    await signIn(at, { email, password, device: first.device });
    expect(await at.mails(email)).toHaveLength(1);
  });
});

describe("a password that is too old", () => {
  it("holds a session at the house's own doors to changing it, and none at others", async () => {
    await using at = await testDoors();
    const { db } = at.database;
    const { id, email, password } = await testAccount(at.api.services, {
      audiences: ["customer"],
      grants: [{ role: "cashier", scope: null }],
    });
    const changedAt = new Date(Date.now() - 31 * 86_400_000);
    await db.update(accounts).set({ passwordChangedAt: changedAt }).where(eq(accounts.id, id));
    const limitAt = async (audience: string) =>
      ((await signIn(at, { email, password, audience })).data as Session).limitedTo;
    expect(await limitAt("staff")).toBeNull();
    await db.insert(settings).values({
      key: "identity.password_max_age_days",
      value: 30,
      changedAt: new Date(),
      changedBy: "test",
    });
    at.api.services.bus.wake(["settings"]);
    await expect.poll(() => limitAt("staff")).toBe("change_password");
    expect(await limitAt("customer")).toBeNull();
  });
});

describe("guesses", () => {
  it("of which many come at once are tried one after the other", async () => {
    await using at = await testDoors();
    const { email } = await customer(at);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => signIn(at, { email, password: `${wrong} ${n}` })),
    );
    const reasons = answers.map(({ error }) => error?.reason);
    const tried = reasons.filter((reason) => reason === "identity.credentials_wrong").length;
    expect(tried).toBeLessThanOrEqual(4);
    expect(tried).toBeGreaterThan(0);
    const refused = reasons.filter((reason) => reason === "identity.too_many_guesses").length;
    expect(tried + refused).toBe(60);
  });

  it("wait longer and longer, alike for a missing account, until a right one", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    for (const tried of [email, "nobody@example.com"]) {
      const waits: unknown[] = [];
      for (let n = 0; n < 6; n += 1) {
        await signIn(at, { email: tried, password: wrong });
        const next = await signIn(at, { email: tried, password: wrong });
        waits.push(next.error?.details["retryAfterSeconds"] ?? 0);
        await at.waitOver();
      }
      // Two failures are free, and the second of each pair is one where it has not to wait.
      expect(waits).toEqual([0, 1, 2, 4, 8, 16]);
    }
    expect((await signIn(at, { email, password })).status).toBe(200);
    expect((await signIn(at, { email, password: wrong })).error?.reason).toBe(
      "identity.credentials_wrong",
    );
    expect((await signIn(at, { email, password: wrong })).error?.reason).toBe(
      "identity.credentials_wrong",
    );
  });

  it("lock the address, one mail goes out, its link unlocks once, and a known device gets in meanwhile", async () => {
    await using at = await testDoors();
    const { email, password } = await customer(at);
    const { device } = (await signIn(at, { email, password })).data as Session;
    for (let n = 0; n < 12; n += 1) {
      await at.waitOver();
      await signIn(at, { email, password: wrong });
    }
    const locked = await signIn(at, { email, password });
    expect(locked.error?.reason).toBe("identity.too_many_guesses");
    expect(locked.error?.details["retryAfterSeconds"]).toBeGreaterThan(14 * 60);
    expect((await signIn(at, { email, password, device })).status).toBe(200);

    const mails = await at.mails(email);
    expect(mails.map(({ template }) => template)).toEqual(["identity.account_locked"]);
    const token = await at.tokenOf(email, "identity.account_locked");
    const uses = await Promise.all(
      Array.from({ length: 20 }, () => at.ask("auth.unlock", { token })),
    );
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(uses.find(({ status }) => status !== 200)?.error?.reason).toBe("identity.link_unusable");
    expect((await signIn(at, { email, password })).status).toBe(200);
  });

  it("lock an address without an account just so, and mail nobody", async () => {
    await using at = await testDoors();
    const email = "nobody@example.com";
    for (let n = 0; n < 10; n += 1) {
      await at.waitOver();
      await signIn(at, { email, password: wrong });
    }
    const locked = await signIn(at, { email, password: wrong });
    expect(locked.error?.details["retryAfterSeconds"]).toBeGreaterThan(14 * 60);
    expect(await at.mails(email)).toEqual([]);
  });

  it("of one network at many addresses slow it down, and right ones do not wash that off", async () => {
    await using at = await testDoors();
    const { db } = at.database;
    const ip = "203.0.113.7";
    const { email, password } = await customer(at);
    await db.insert(guesses).values({ key: `ip:${ip}`, failures: 48, lastAt: new Date() });
    await signIn(at, { email, password }, { ip });
    const [after] = await db
      .select()
      .from(guesses)
      .where(eq(guesses.key, `ip:${ip}`));
    expect(after?.failures).toBe(48);
    await signIn(at, { email: "a@example.com", password: wrong }, { ip });
    await signIn(at, { email: "b@example.com", password: wrong }, { ip });
    const slowed = await signIn(at, { email: "c@example.com", password: wrong }, { ip });
    expect(slowed.error?.reason).toBe("identity.too_many_guesses");
    expect((await signIn(at, { email: "c@example.com", password: wrong })).error?.reason).toBe(
      "identity.credentials_wrong",
    );
  });
});
