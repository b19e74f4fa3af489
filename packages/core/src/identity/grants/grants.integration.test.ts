import { accounts } from "@mainstay/db";
import {
  call,
  testAccount,
  type TestDoors,
  testDoors,
  testKeys,
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

describe("roles", () => {
  it("are granted once, work at once, and end with the sessions of their door", async () => {
    await using at = await testDoors();
    const boris = await testPerson(at, "admin");
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
    const boris = await testPerson(at, "admin");
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
    const boris = await testPerson(at, "admin");
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
    const sam = await testPerson(at, "support");
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
      const [one, two] = [await testPerson(at, "admin"), await testPerson(at, "admin")];
      const inputOf = async ({ id: accountId, look }: TestPerson) => {
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
    const one = await testPerson(at, "admin");
    const { data } = await one.look("get", { accountId: one.id });
    const ask = (procedure: string, input: object) =>
      at.ask(`accounts.${procedure}`, input, { as: testKeys.admin });
    const blocked = await ask("block", { accountId: one.id, reason });
    expect(blocked.error?.reason).toBe("identity.last_admin");
    const revoked = await ask("revoke", { grantId: (data as View).grants[0]?.id });
    expect(revoked.error?.reason).toBe("identity.last_admin");
  });
});
