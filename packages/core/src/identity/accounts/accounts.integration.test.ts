import { audienceOf, type Role } from "@mainstay/contracts";
import { accounts, auditRows, loginHistory } from "@mainstay/db";
import {
  call,
  testAccount,
  type TestDoors,
  testDoors,
  testKeys,
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

async function person(at: TestDoors, role: Role) {
  const account = await testAccount(at.api.services, { grants: [{ role, scope: null }] });
  const { accessToken: as } = await testSession(at.api.services, account, audienceOf[role]);
  return {
    ...account,
    as,
    ask: (procedure: string, input: object) => at.ask(`accounts.${procedure}`, input, { as }),
    look: (procedure: string, input: object) =>
      call(at.api.url, `identity.accounts.${procedure}`, input, { as, by: "query" }),
  };
}
const mailsOf = async (at: TestDoors, email: string) =>
  (await at.mails(email)).map(({ template }) => template);
const reason = "asked by the owner";

describe("making an account", () => {
  const anna = { email: "Anna@Example.com", name: "Anna", locale: "ru" };

  it("grants its roles, and invites its address with a link to set a password", async () => {
    await using at = await testDoors();
    const boris = await person(at, "admin");
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
    const boris = await person(at, "admin");
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
    const sam = await person(at, "support");
    const { error } = await sam.ask("create", { ...anna, grants: [] });
    expect(error?.reason).toBe("request.forbidden");
    expect((await at.ask("accounts.create", { ...anna, grants: [] })).status).toBe(401);
  });
});

describe("looking for accounts", () => {
  it("finds parts of names and addresses in any case, taking nothing for a wildcard", async () => {
    await using at = await testDoors();
    const sam = await person(at, "support");
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
    const sam = await person(at, "support");
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
    const sam = await person(at, "support");
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
    const carl = await person(at, "cashier");
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
    const sam = await person(at, "support");
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
    const boris = await person(at, "admin");
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
      const sam = await person(at, "support");
      const boris = await person(at, "admin");
      const { id: accountId } = await person(at, role);
      const by = (who: typeof sam) => who.ask("block", { accountId, reason });
      expect((await by(sam)).error?.reason).toBe("identity.account_out_of_reach");
      const unblock = await sam.ask("unblock", { accountId });
      expect(unblock.error?.reason).toBe("identity.account_out_of_reach");
      expect((await by(boris)).error).toBeNull();
    },
  );
});

describe("roles", () => {
  it("are granted once, work at once, and end with the sessions of their door", async () => {
    await using at = await testDoors();
    const boris = await person(at, "admin");
    const anna = await testAccount(at.api.services, customer);
    const input = { accountId: anna.id, role: "support", scope: null };
    const answers = await Promise.all([1, 2, 3].map(() => boris.ask("grant", input)));
    const [granted] = answers.map(({ data }) => data as View);
    for (const { data } of answers) expect((data as View).grants).toEqual(granted?.grants);
    expect(await mailsOf(at, anna.email)).toEqual(["identity.role_granted"]);
    const { accessToken: as } = await testSession(at.api.services, anna, "support");
    const search = () => call(at.api.url, "identity.accounts.search", {}, { as, by: "query" });
    expect((await search()).error).toBeNull();
    const grantId = granted?.grants[0]?.id;
    const left = await boris.ask("revoke", { grantId });
    expect(left.data).toMatchObject({ grants: [], audiences: ["customer"] });
    expect((await search()).error?.reason).toBe("request.unauthenticated");
    const again = await boris.ask("revoke", { grantId });
    expect(again.error?.reason).toBe("identity.grant_missing");
    expect(await mailsOf(at, anna.email)).toEqual([
      "identity.role_granted",
      "identity.role_revoked",
    ]);
  });

  it("reach a session that is open, within their scope", async () => {
    await using at = await testDoors();
    const boris = await person(at, "admin");
    const [own, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const scope = { kind: "merchant", id: own } as const;
    const anna = await testAccount(at.api.services, { grants: [{ role: "merchant", scope }] });
    const { accessToken: as } = await testSession(at.api.services, anna, "merchant");
    const keys = async (id: string) =>
      (
        await call(
          at.api.url,
          "identity.apiKeys.list",
          { scope: { kind: "merchant", id } },
          { as, by: "query" },
        )
      ).error?.reason ?? null;
    expect([await keys(own), await keys(other)]).toEqual([null, "request.forbidden"]);
    const input = { accountId: anna.id, role: "merchant", scope: { kind: "merchant", id: other } };
    const { data } = await boris.ask("grant", input);
    expect([await keys(own), await keys(other)]).toEqual([null, null]);
    const first = (data as View).grants.find((grant) => grant.scope?.id === own);
    await boris.ask("revoke", { grantId: first?.id });
    expect([await keys(own), await keys(other)]).toEqual(["request.forbidden", null]);
  });

  it("are refused where they do not fit, to oneself, and to closed or missing accounts", async () => {
    await using at = await testDoors();
    const boris = await person(at, "admin");
    const anna = await testAccount(at.api.services, customer);
    const grant = async (accountId: string, role = "support", scope: object | null = null) =>
      (await boris.ask("grant", { accountId, role, scope })).error?.reason;
    expect(await grant(anna.id, "merchant")).toBe("identity.grant_unfit");
    expect(await grant(boris.id)).toBe("identity.own_account");
    expect(await grant(crypto.randomUUID())).toBe("identity.account_missing");
    await at.database.db
      .update(accounts)
      .set({ status: "closed", email: null })
      .where(eq(accounts.id, anna.id));
    expect(await grant(anna.id)).toBe("identity.account_closed");
    const { data } = await boris.look("get", { accountId: boris.id });
    const own = await boris.ask("revoke", { grantId: (data as View).grants[0]?.id });
    expect(own.error?.reason).toBe("identity.own_account");
  });

  it("are administrators' business", async () => {
    await using at = await testDoors();
    const sam = await person(at, "support");
    const input = { accountId: sam.id, role: "admin", scope: null };
    expect((await sam.ask("grant", input)).error?.reason).toBe("request.forbidden");
    const revoked = await sam.ask("revoke", { grantId: crypto.randomUUID() });
    expect(revoked.error?.reason).toBe("request.forbidden");
  });
});

describe("the last administrator", () => {
  it.each(["block", "revoke"])("stays where two try to %s each other at once", async (what) => {
    for (let round = 0; round < 5; round += 1) {
      await using at = await testDoors();
      const [one, two] = [await person(at, "admin"), await person(at, "admin")];
      const inputOf = async ({ id: accountId, look }: typeof one) => {
        const { data } = await look("get", { accountId });
        return what === "block" ? { accountId, reason } : { grantId: (data as View).grants[0]?.id };
      };
      const [ofOne, ofTwo] = [await inputOf(one), await inputOf(two)];
      const answers = await Promise.all([one.ask(what, ofTwo), two.ask(what, ofOne)]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const left = answers.find(({ error }) => error)?.error?.reason;
      expect(["identity.last_admin", "request.unauthenticated"]).toContain(left);
    }
  });

  it("cannot be blocked or lose the role by a key either", async () => {
    await using at = await testDoors();
    const one = await person(at, "admin");
    const { data } = await one.look("get", { accountId: one.id });
    const ask = (procedure: string, input: object) =>
      at.ask(`accounts.${procedure}`, input, { as: testKeys.admin });
    const blocked = await ask("block", { accountId: one.id, reason });
    expect(blocked.error?.reason).toBe("identity.last_admin");
    const revoked = await ask("revoke", { grantId: (data as View).grants[0]?.id });
    expect(revoked.error?.reason).toBe("identity.last_admin");
  });
});

describe("signing in as somebody", () => {
  it("shows what the owner sees, changes nothing, and is told to the owner and the audit", async () => {
    await using at = await testDoors();
    const sam = await person(at, "support");
    const anna = await testAccount(at.api.services, customer);
    const { data, error } = await sam.ask("signInAs", {
      accountId: anna.id,
      audience: "customer",
      reason,
    });
    expect(error).toBeNull();
    const { accessToken: as, expiresAt } = data as { accessToken: string; expiresAt: string };
    const life = Date.parse(expiresAt) - Date.now();
    expect(life).toBeGreaterThan(29 * 60_000);
    expect(life).toBeLessThanOrEqual(30 * 60_000);
    expect(data).not.toHaveProperty("refreshToken");
    const seen = await call(at.api.url, "identity.sessions.list", {}, { as, by: "query" });
    expect(seen.data).toMatchObject({ items: [{ current: true, signedInAs: true }] });
    const changed = await at.ask("sessions.revokeOthers", undefined, { as });
    expect(changed.error?.kind).toBe("forbidden");
    expect(await mailsOf(at, anna.email)).toEqual(["identity.signed_in_as"]);
    expect(await at.database.db.select().from(loginHistory)).toMatchObject([
      { accountId: anna.id, outcome: "signed_in_as" },
    ]);
    const rows = await at.database.db.select().from(auditRows);
    const row = rows.find(({ action }) => action === "identity.accounts.signInAs");
    expect(row).toMatchObject({ actor: `account:${sam.id}`, target: `account:${anna.id}` });
    expect(JSON.stringify(row)).toContain(reason);
    expect(JSON.stringify(rows)).not.toContain(as);
  });

  it("ends when whoever looks is blocked or loses the role", async () => {
    for (const end of ["block", "revoke"]) {
      await using at = await testDoors();
      const [boris, sam] = [await person(at, "admin"), await person(at, "support")];
      const anna = await testAccount(at.api.services, customer);
      const input = { accountId: anna.id, audience: "customer", reason };
      const { accessToken: as } = (await sam.ask("signInAs", input)).data as {
        accessToken: string;
      };
      const see = () => call(at.api.url, "identity.sessions.list", {}, { as, by: "query" });
      expect((await see()).error).toBeNull();
      const { grants } = (await boris.look("get", { accountId: sam.id })).data as View;
      await boris.ask(
        end,
        end === "block" ? { accountId: sam.id, reason } : { grantId: grants[0]?.id },
      );
      expect((await see()).error?.reason).toBe("request.unauthenticated");
    }
  });

  it("is refused for the back office, blocked, closed and missing accounts, oneself, other doors", async () => {
    await using at = await testDoors();
    const [boris, sam] = [await person(at, "admin"), await person(at, "support")];
    const carl = await person(at, "cashier");
    const anna = await testAccount(at.api.services, customer);
    const as = async (who: typeof sam, accountId: string, audience = "customer") =>
      (await who.ask("signInAs", { accountId, audience, reason })).error?.reason;
    expect(await as(boris, carl.id, "staff")).toBe("identity.account_out_of_reach");
    expect(await as(sam, boris.id, "admin")).toBe("identity.account_out_of_reach");
    expect(await as(sam, sam.id, "support")).toBe("identity.own_account");
    expect(await as(sam, crypto.randomUUID())).toBe("identity.account_missing");
    expect(await as(sam, anna.id, "merchant")).toBe("identity.audience_missing");
    const become = (status: "blocked" | "closed", email: string | null) =>
      at.database.db.update(accounts).set({ status, email }).where(eq(accounts.id, anna.id));
    await become("blocked", anna.email);
    expect(await as(sam, anna.id)).toBe("identity.account_is_blocked");
    await become("closed", null);
    expect(await as(sam, anna.id)).toBe("identity.account_closed");
  });

  it("is for people of support, not for keys and not for others", async () => {
    await using at = await testDoors();
    const carl = await person(at, "cashier");
    const input = { accountId: carl.id, audience: "staff", reason };
    expect((await carl.ask("signInAs", input)).error?.reason).toBe("request.forbidden");
    const byKey = await at.ask("accounts.signInAs", input, { as: testKeys.admin });
    expect(byKey.error?.reason).toBe("request.account_needed");
  });
});
