import { accounts, auditRows, loginHistory } from "@mainstay/db";
import {
  call,
  testAccount,
  type TestDoors,
  testDoors,
  testKeys,
  type TestPerson,
  testPerson,
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

describe("signing in as somebody", () => {
  it("shows what the owner sees, changes nothing, and is told to the owner and the audit", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
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
      const [boris, sam] = [await testPerson(at, "admin"), await testPerson(at, "support")];
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

  it("ends when whoever looks signs out", async () => {
    await using at = await testDoors();
    const sam = await testPerson(at, "support");
    const anna = await testAccount(at.api.services, customer);
    const input = { accountId: anna.id, audience: "customer", reason };
    const { accessToken: as } = (await sam.ask("signInAs", input)).data as { accessToken: string };
    const see = () => call(at.api.url, "identity.sessions.list", {}, { as, by: "query" });
    expect((await see()).error).toBeNull();
    const out = await at.ask("auth.signOut", undefined, { as: sam.as });
    expect(out.error).toBeNull();
    expect((await see()).error?.reason).toBe("request.unauthenticated");
  });

  it("is refused for the back office, blocked, closed and missing accounts, oneself, other doors", async () => {
    await using at = await testDoors();
    const [boris, sam] = [await testPerson(at, "admin"), await testPerson(at, "support")];
    const carl = await testPerson(at, "cashier");
    const anna = await testAccount(at.api.services, customer);
    const as = async (who: TestPerson, accountId: string, audience = "customer") =>
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
    const carl = await testPerson(at, "cashier");
    const input = { accountId: carl.id, audience: "staff", reason };
    expect((await carl.ask("signInAs", input)).error?.reason).toBe("request.forbidden");
    const byKey = await at.ask("accounts.signInAs", input, { as: testKeys.admin });
    expect(byKey.error?.reason).toBe("request.account_needed");
  });
});
