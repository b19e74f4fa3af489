import { call, runCli, testAccount, testApi, testDatabase } from "@mainstay/testing";
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
