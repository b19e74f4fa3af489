import { accounts, auditRows } from "@mainstay/db";
import {
  testAccount,
  type TestDoors,
  testDoors,
  type TestPerson,
  testPerson,
  testSession,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

interface View {
  id: string;
  email: string | null;
  name: string;
  status: string;
  audiences: string[];
  grants: { id: string; role: string; scope: { kind: string; id: string } | null }[];
  lastSignInAt: string | null;
  secondFactor: boolean;
}
const customer = { audiences: ["customer"] } as const;
const mailsOf = async (at: TestDoors, email: string) =>
  (await at.mails(email)).map(({ template }) => template);
const reason = "asked by the owner";

describe("making an account", () => {
  const anna = { email: "Anna@Example.com", name: "Anna", locale: "ru" };

  it("grants its roles, and invites its address with a link to set a password", async () => {
    await using at = await testDoors();
    const boris = await testPerson(at, "admin");
    const scope = { kind: "merchant", id: crypto.randomUUID() };
    const grants = [{ role: "merchant", scope }];
    const { data, error } = await boris.ask("create", { ...anna, grants });
    expect(error).toBeNull();
    expect(data).toMatchObject({
      email: "anna@example.com",
      status: "active",
      audiences: ["merchant"],
      grants,
      lastSignInAt: null,
    });
    const token = await at.tokenOf("anna@example.com", "identity.invitation");
    const password = "an invited passphrase 7";
    expect((await at.ask("password.reset", { token, password })).error).toBeNull();
    const entered = await at.ask("auth.signIn", {
      email: "anna@example.com",
      password,
      audience: "merchant",
    });
    expect(entered.data).toMatchObject({ kind: "session" });
    expect((await at.ask("password.reset", { token, password })).error?.reason).toBe(
      "identity.link_unusable",
    );
  });

  it("is refused where the address has one, the zone is unknown or a grant does not fit", async () => {
    await using at = await testDoors();
    const boris = await testPerson(at, "admin");
    const scope = { kind: "branch", id: crypto.randomUUID() };
    await boris.ask("create", { ...anna, grants: [] });
    const refused: [object, string][] = [
      [{}, "identity.email_taken"],
      [{ email: "other@example.com", timeZone: "Mars/Olympus" }, "identity.time_zone_unknown"],
      [
        { email: "other@example.com", grants: [{ role: "merchant", scope: null }] },
        "identity.grant_unfit",
      ],
      [{ email: "other@example.com", grants: [{ role: "admin", scope }] }, "identity.grant_unfit"],
    ];
    for (const [change, wanted] of refused) {
      const { error } = await boris.ask("create", { ...anna, grants: [], ...change });
      expect(error?.reason).toBe(wanted);
    }
    expect(await at.database.db.$count(accounts)).toBe(2);
  });

  it("is for administrators", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const { error } = await sam.ask("create", { ...anna, grants: [] });
    expect(error?.reason).toBe("request.forbidden");
    expect((await at.ask("accounts.create", { ...anna, grants: [] })).status).toBe(401);
  });
});

describe("looking for accounts", () => {
  it("finds parts of names and addresses in any case, taking nothing for a wildcard", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const make = (name: string, email: string) =>
      testAccount(at.api.services, { ...customer, name, email });
    await make("Вера Чехова", "vera@example.com");
    await make("100% Zoe_x", "zoe@example.org");
    const found = async (text: string) =>
      ((await sam.look("search", { text })).data as { items: View[] }).items.map(
        ({ email }) => email,
      );
    expect(await found("чехов")).toEqual(["vera@example.com"]);
    expect(await found("ERA@EX")).toEqual(["vera@example.com"]);
    expect(await found("zoe_x")).toEqual(["zoe@example.org"]);
    for (const text of ["%", "100%"]) expect(await found(text)).toEqual(["zoe@example.org"]);
    for (const text of ["v_ra", "\\", "' or 1=1"]) expect(await found(text)).toEqual([]);
  });

  it("narrows by role and status, newest first, page by page", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const scope = { kind: "merchant", id: crypto.randomUUID() } as const;
    const made: string[] = [];
    for (let one = 0; one < 3; one += 1) {
      const grants = [{ role: "merchant", scope }] as const;
      made.push((await testAccount(at.api.services, { grants })).id);
    }
    await testAccount(at.api.services, customer);
    const pages: View[] = [];
    let cursor: string | null = null;
    do {
      const { data } = await sam.look("search", { role: "merchant", limit: 2, cursor });
      const page = data as { items: View[]; nextCursor: string | null };
      pages.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(pages.map(({ id }) => id)).toEqual(made.toReversed());
    for (const { grants } of pages) expect(grants).toMatchObject([{ role: "merchant", scope }]);
    await sam.ask("block", { accountId: made[1], reason });
    const blocked = await sam.look("search", { role: "merchant", status: "blocked" });
    expect((blocked.data as { items: View[] }).items.map(({ id }) => id)).toEqual([made[1]]);
  });

  it("shows one, with its last sign-in, or says that it is missing", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const anna = await testAccount(at.api.services, customer);
    const { email, password } = anna;
    await at.ask("auth.signIn", { email, password, audience: "customer" });
    expect((await sam.look("get", { accountId: anna.id })).data).toMatchObject({
      id: anna.id,
      audiences: ["customer"],
      lastSignInAt: expect.any(String),
      secondFactor: false,
    });
    const { error } = await sam.look("get", { accountId: crypto.randomUUID() });
    expect(error?.reason).toBe("identity.account_missing");
  });

  it("is for support and administrators", async () => {
    await using at = await testDoors();
    const carl = await testPerson(at, "cashier");
    for (const [procedure, input] of [
      ["search", {}],
      ["get", { accountId: carl.id }],
    ] as const) {
      expect((await carl.look(procedure, input)).error?.reason).toBe("request.forbidden");
    }
  });
});

describe("blocking", () => {
  it("ends sessions at once, closes the door, mails the owner once, and can be undone", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const anna = await testAccount(at.api.services, customer);
    const { accessToken } = await testSession(at.api.services, anna, "customer");
    const { email, password } = anna;
    const signIn = () => at.ask("auth.signIn", { email, password, audience: "customer" });
    for (let twice = 0; twice < 2; twice += 1) {
      const { data } = await sam.ask("block", { accountId: anna.id, reason });
      expect(data).toMatchObject({ status: "blocked", blockedReason: reason });
    }
    const { error } = await at.ask("sessions.revokeOthers", undefined, { as: accessToken });
    expect(error?.reason).toBe("request.unauthenticated");
    expect((await signIn()).error?.reason).toBe("identity.account_blocked");
    expect(await mailsOf(at, email)).toEqual(["identity.account_blocked"]);
    const undone = await sam.ask("unblock", { accountId: anna.id });
    expect(undone.data).toMatchObject({ status: "active", blockedReason: null });
    expect((await signIn()).data).toMatchObject({ kind: "session" });
    const rows = await at.database.db.select().from(auditRows);
    expect(rows.map(({ action, target }) => [action, target])).toContainEqual([
      "identity.accounts.block",
      `account:${anna.id}`,
    ]);
  });

  it.each(["block", "unblock"])("%s: not oneself, nobody missing, nobody closed", async (what) => {
    await using at = await testDoors();
    const boris = await testPerson(at, "admin");
    const anna = await testAccount(at.api.services, customer);
    await at.database.db
      .update(accounts)
      .set({ status: "closed", email: null })
      .where(eq(accounts.id, anna.id));
    const refused: [string, string][] = [
      [boris.id, "identity.own_account"],
      [crypto.randomUUID(), "identity.account_missing"],
      [anna.id, "identity.account_closed"],
    ];
    for (const [accountId, wanted] of refused) {
      const input = what === "block" ? { accountId, reason } : { accountId };
      expect((await boris.ask(what, input)).error?.reason).toBe(wanted);
    }
  });

  it.each(["admin", "support", "cashier"] as const)(
    "is for administrators where somebody has the role %s",
    async (role) => {
      await using at = await testDoors();
      const sam = await testPerson(at, "support");
      const boris = await testPerson(at, "admin");
      const { id: accountId } = await testPerson(at, role);
      const by = (who: TestPerson) => who.ask("block", { accountId, reason });
      expect((await by(sam)).error?.reason).toBe("identity.account_out_of_reach");
      const unblock = await sam.ask("unblock", { accountId });
      expect(unblock.error?.reason).toBe("identity.account_out_of_reach");
      expect((await by(boris)).error).toBeNull();
    },
  );
});
