import { randomUUID } from "node:crypto";
import { accounts, auditRows, loginHistory } from "@mainstay/db";
import { type TestDoors, testAccount, testDoors, testKeys, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const email = "gone.for.good@example.com";
const name = "Wilhelmina";
const ip = "198.51.100.77";
const newEmail = "gone.elsewhere@example.com";
const city = "Reykjavik";

/** Somebody who has left a trace wherever one can be left. */
async function wilhelmina(at: TestDoors) {
  const scope = { kind: "merchant", id: randomUUID() } as const;
  const account = await testAccount(at.api.services, {
    email,
    name,
    audiences: ["customer"],
    grants: [{ role: "merchant", scope }],
  });
  const { id, password } = account;
  const headers = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Firefox/131.0" };
  const from = { ip, headers };
  const input = { email, password, audience: "customer", deviceName: `${name}'s laptop` };
  const { data } = await at.ask("auth.signIn", input, from);
  await at.ask("auth.signIn", { ...input, password: "wrong" }, from);
  const as = (data as { accessToken: string }).accessToken;
  const ask = (procedure: string, asked: object) =>
    at.ask(procedure, asked, {
      as,
      ip,
      headers: { ...headers, "idempotency-key": randomUUID() },
    });
  await ask("profile.update", { name });
  await ask("profile.changeEmail", { email: newEmail, password });
  await ask("totp.enroll", { password });
  await at.ask("password.forgot", { email }, from);
  await at.ask("auth.signUp", { email, password, name, audience: "customer" }, from);
  await at.mails(email);
  await at.database.db
    .update(loginHistory)
    .set({ country: "IS", city })
    .where(eq(loginHistory.accountId, id));
  await at.database.db.$client.query("update sessions set country = 'IS', city = $1", [city]);
  return { ...account, as, ask, close: () => ask("profile.close", { password }) };
}

/** Where in the tables of identity, and in answers that are kept, one of these texts stands. */
async function tracesOf(at: TestDoors, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await at.database.db.$client.query<{ table_name: string }>(
    "select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'audit_rows'",
  );
  const found: string[] = [];
  for (const { table_name: table } of tables) {
    const { rows } = await at.database.db.$client.query<{ line: string }>(
      `select t::text as line from "${table}" t`,
    );
    for (const text of texts) {
      if (rows.some(({ line }) => line.toLowerCase().includes(text.toLowerCase()))) {
        found.push(`${text} in ${table}`);
      }
    }
  }
  return found;
}

describe("closing an account", () => {
  it("leaves no address, name, device, place or IP of its owner in any table but the audit", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    const texts = [email, newEmail, name, ip, city, "Firefox"];
    const before = await tracesOf(at, texts);
    // Otherwise there would be nothing to erase, and this would prove nothing.
    expect(before).toEqual(
      expect.arrayContaining([
        `${email} in accounts`,
        `${name} in devices`,
        `${ip} in login_history`,
        `${ip} in sessions`,
        `${city} in sessions`,
        `${newEmail} in email_changes`,
        `${name} in idempotency_answers`,
      ]),
    );
    expect((await her.close()).error).toBeNull();
    // What a network has tried is counted under its address: it names nobody, and is forgotten by itself.
    const ofNetworks = [`${ip} in guesses`, `${ip} in rate_limits`];
    const after = await tracesOf(at, texts);
    expect(after.filter((trace) => !ofNetworks.includes(trace))).toEqual([]);
  });

  it("keeps the row, that doors were tried, and what the audit says without her name", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    await her.close();
    const [row] = await at.database.db.select().from(accounts).where(eq(accounts.id, her.id));
    expect(row).toMatchObject({
      status: "closed",
      email: null,
      name: "",
      passwordHash: null,
      closedAt: expect.any(Date),
    });
    const attempts = await at.database.db
      .select()
      .from(loginHistory)
      .where(eq(loginHistory.accountId, her.id));
    expect(attempts.map(({ outcome }) => outcome)).toContain("signed_in");
    const deeds = await at.database.db.select().from(auditRows);
    expect(deeds.at(-1)).toMatchObject({
      action: "identity.profile.close",
      actor: `account:${her.id}`,
      target: `account:${her.id}`,
      changes: { status: "closed" },
    });
    expect(JSON.stringify(deeds)).not.toMatch(new RegExp(`${email}|${newEmail}|${name}`, "i"));
  });

  it("ends its sessions and its way in, and its last mail says so", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    await her.close();
    expect((await her.ask("profile.update", { name: "Again" })).error).toMatchObject({
      kind: "unauthenticated",
    });
    await at.waitOver();
    const { password } = her;
    const { error } = await at.ask("auth.signIn", { email, password, audience: "customer" });
    expect(error).toMatchObject({ reason: "identity.credentials_wrong" });
    expect((await at.mails(email)).at(-1)?.template).toBe("identity.account_closed");
  });

  it("leaves the address free to sign up anew, as somebody else", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    await her.close();
    const password = "a wholly other phrase 8";
    await at.ask("auth.signUp", { email, password, name: "Anew", audience: "customer" });
    const token = await at.tokenOf(email, "identity.verify_email");
    expect((await at.ask("auth.verifyEmail", { token, password })).error).toBeNull();
    const { data } = await at.ask("auth.signIn", { email, password, audience: "customer" });
    const { account } = data as { account: { id: string; name: string } };
    expect(account.name).toBe("Anew");
    expect(account.id).not.toBe(her.id);
  });

  it("needs the password", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    const { error } = await her.ask("profile.close", { password: "wrong" });
    expect(error).toMatchObject({ reason: "identity.password_wrong" });
    const [row] = await at.database.db.select().from(accounts).where(eq(accounts.id, her.id));
    expect(row?.status).toBe("active");
  });

  it("is refused to the last administrator, also where two go at the same moment", async () => {
    await using at = await testDoors();
    const admin = async () => {
      const account = await testAccount(at.api.services, {
        grants: [{ role: "admin", scope: null }],
      });
      const { accessToken: as } = await testSession(at.api.services, account, "admin");
      return () =>
        at.ask(
          "profile.close",
          { password: account.password },
          { as, headers: { "idempotency-key": randomUUID() } },
        );
    };
    const both = [await admin(), await admin()];
    const told = await Promise.all(both.map((close) => close()));
    expect(told.map(({ error }) => error?.reason ?? "closed").toSorted()).toEqual([
      "closed",
      "identity.last_admin",
    ]);
  });

  it("is for people, not for keys of the environment", async () => {
    await using at = await testDoors();
    const { error } = await at.ask("profile.close", { password: "x" }, { as: testKeys.admin });
    expect(error).toMatchObject({ kind: "forbidden" });
  });
});

describe("an export", () => {
  it("holds what is kept about somebody, and nothing that opens anything", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    const { data } = await her.ask("profile.export", { password: her.password });
    const { account } = data as { account: Record<string, unknown> };
    expect(account).toMatchObject({
      id: her.id,
      email,
      name,
      newEmail,
      grants: [{ role: "merchant" }],
      sessions: [{ ip, city, audience: "customer" }],
      devices: [{ name: `${name}'s laptop` }],
      secondFactorSince: null,
      leftOut: [],
    });
    expect((account["loginHistory"] as unknown[]).length).toBe(2);
    const { rows } = await at.database.db.$client.query<{ kept: string }>(
      "select password_hash as kept from accounts union all select encode(token_hash, 'hex') from devices union all select sealed_secret from totp_factors union all select id from sessions",
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { kept } of rows) expect(JSON.stringify(data)).not.toContain(kept);
  });

  it("needs the password, and holds nothing of others", async () => {
    await using at = await testDoors();
    const her = await wilhelmina(at);
    const refused = await her.ask("profile.export", { password: "wrong" });
    expect(refused.error).toMatchObject({ reason: "identity.password_wrong" });
    const boris = await testAccount(at.api.services, { audiences: ["customer"], name: "Boris" });
    const { accessToken: as } = await testSession(at.api.services, boris, "customer");
    const { data } = await at.ask("profile.export", { password: boris.password }, { as });
    expect(JSON.stringify(data)).toContain("Boris");
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`${email}|${name}`));
  });
});
