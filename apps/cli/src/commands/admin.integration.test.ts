import { auditRows, totpFactors } from "@mainstay/db";
import {
  call,
  runCli,
  testAccount,
  testApi,
  testDatabase,
  testDoors,
  testSession,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const email = "ada@example.com";
const named = ["--email", email, "--name", "Ada"];
const door = { email, audience: "admin" };

describe("admin create", () => {
  it("makes the first administrator, who sets a password by the link it shows", async () => {
    await using database = await testDatabase();
    const { code, out } = await runCli(["admin", "create", ...named], { on: database });
    expect(code).toBe(0);
    const [, token = ""] = /\/accept-invitation#token=([\w-]+)/.exec(out) ?? [];
    await using api = await testApi(database);
    const password = "analytical engine 1";
    const set = await call(api.url, "identity.password.reset", { token, password });
    expect(set.error).toBeNull();
    const { data } = await call(api.url, "identity.auth.signIn", { ...door, password });
    expect(data).toMatchObject({ kind: "session", limitedTo: "enroll_second_factor" });
    const { rows } = await database.db.$client.query(
      "select actor, action, outcome, changes from audit_rows order by id limit 1",
    );
    expect(rows).toEqual([
      {
        actor: "system:cli",
        action: "identity.accounts.create",
        outcome: "done",
        changes: { granted: "admin" },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("takes a password from its input, and says all that is wrong with one", async () => {
    await using database = await testDatabase();
    const args = ["admin", "create", ...named, "--password-stdin"];
    const bad = await runCli(args, { on: database, input: "short\n" });
    expect(bad).toMatchObject({
      code: 1,
      err: expect.stringContaining("too_short, no_digit"),
    });
    const good = await runCli(args, { on: database, input: "analytical engine 1\n" });
    expect(good).toMatchObject({ code: 0, err: "" });
    expect(good.out).not.toContain("token=");
    await using api = await testApi(database);
    const password = "analytical engine 1";
    const { error } = await call(api.url, "identity.auth.signIn", { ...door, password });
    expect(error).toBeNull();
  });

  it("makes an administrator of somebody who is there only when told to", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id, password } = await testAccount(api.services, { email, audiences: ["customer"] });
    const refused = await runCli(["admin", "create", ...named], { on: database });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(id) });
    const granted = await runCli(["admin", "create", ...named, "--grant"], { on: database });
    expect(granted).toMatchObject({ code: 0, err: "" });
    const { error } = await call(api.url, "identity.auth.signIn", { ...door, password });
    expect(error).toBeNull();
  });

  it("says which option is missing or is none", async () => {
    expect(await runCli(["admin", "create", "--name", "Ada"])).toMatchObject({
      code: 1,
      err: "--email is missing.\n",
    });
    expect(await runCli(["admin", "create", "--email", "ada", "--name", "Ada"])).toMatchObject({
      code: 1,
      err: "--email is not one.\n",
    });
  });
});

describe("admin reset-factor", () => {
  const why = "lost her phone, called back";

  it("takes the factor away at once; owner, other administrators and the audit are told", async () => {
    await using at = await testDoors();
    const { database, api } = at;
    const grants = [{ role: "admin", scope: null }] as const;
    const ada = await testAccount(api.services, { email, grants });
    const other = await testAccount(api.services, { grants, locale: "ru" });
    const session = await testSession(api.services, ada, "admin");
    const now = new Date();
    await database.db.insert(totpFactors).values({
      accountId: ada.id,
      sealedSecret: "sealed",
      lastStep: 0,
      createdAt: now,
      confirmedAt: now,
    });
    const args = ["admin", "reset-factor", "--email", email];
    const ran = await runCli([...args, "--reason", why], { on: database });
    expect(ran).toMatchObject({ code: 0, err: "", out: expect.stringContaining(ada.id) });

    expect(await database.db.$count(totpFactors)).toBe(0);
    const fresh = { as: session.accessToken };
    expect((await at.ask("sessions.revokeOthers", undefined, fresh)).error).not.toBeNull();
    expect(await at.mails(email)).toMatchObject([{ template: "identity.factor_removed" }]);
    expect(await at.mails(other.email)).toMatchObject([
      { template: "identity.factor_removed_of", locale: "ru", data: { email, reason: why } },
    ]);
    expect(await database.db.select().from(auditRows)).toMatchObject([
      {
        actor: "system:cli",
        action: "identity.second_factor.break_glass",
        target: `account:${ada.id}`,
        changes: { reason: why },
      },
    ]);

    const again = await runCli([...args, "--reason", why], { on: database });
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("no second factor") });
  });

  it("wants a reason, and an address that has an account", async () => {
    await using database = await testDatabase();
    const args = ["admin", "reset-factor", "--email", "nobody@example.com"];
    expect((await runCli(args, { on: database })).err).toContain("--reason is missing");
    const ran = await runCli([...args, "--reason", why], { on: database });
    expect(ran).toMatchObject({ code: 1, err: "There is no account nobody@example.com.\n" });
  });
});
