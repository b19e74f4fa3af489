import { contract, permissionTable } from "@mainstay/contracts";
import { randomUUID } from "node:crypto";
import { accounts, auditRows, emailChanges } from "@mainstay/db";
import { call, testAccount, type TestDoors, testDoors, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const scope = { kind: "merchant", id: randomUUID() } as const;

/** Anna is a merchant and a customer. */
async function anna(at: TestDoors, email = `anna-${randomUUID()}@example.com`) {
  const account = await testAccount(at.api.services, {
    email,
    audiences: ["customer"],
    grants: [{ role: "merchant", scope }],
  });
  const enter = async (audience: "customer" | "merchant" = "merchant") =>
    testSession(at.api.services, account, audience);
  const { accessToken: as, sessionId } = await enter();
  const { password } = account;
  return {
    ...account,
    as,
    sessionId,
    enter,
    ask: (procedure: string, input: object = {}) =>
      at.ask(`profile.${procedure}`, input, {
        as,
        headers: { "idempotency-key": randomUUID() },
      }),
    moveTo: (to: string) =>
      at.ask(
        "profile.changeEmail",
        { email: to, password },
        { as, headers: { "idempotency-key": randomUUID() } },
      ),
    me: () => call(at.api.url, "identity.me", undefined, { as, by: "query" }),
  };
}
const emailOf = async (at: TestDoors, id: string) =>
  (await at.database.db.select().from(accounts).where(eq(accounts.id, id)))[0]?.email;

describe("me", () => {
  it("says who is calling, at which door, and what they may do there", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    const { data } = await here.me();
    expect(data).toMatchObject({
      id: here.id,
      email: here.email,
      name: "Anna",
      audience: "merchant",
      audiences: ["customer", "merchant"],
      grants: [{ role: "merchant", scope }],
      permissions: permissionTable(contract)
        .filter(({ places }) => places.merchant.includes("merchant"))
        .map(({ permission }) => permission),
      secondFactor: false,
      recoveryCodesLeft: 0,
      limitedTo: null,
      signedInAs: false,
      sessionId: here.sessionId,
    });
  });

  it("shows no grants of another door", async () => {
    await using at = await testDoors();
    const { accessToken: as } = await (await anna(at)).enter("customer");
    const { data } = await call(at.api.url, "identity.me", undefined, { as, by: "query" });
    expect(data).toMatchObject({ audience: "customer", grants: [], permissions: [] });
  });

  it("is for people: neither nobody nor a key of the environment is one", async () => {
    await using at = await testDoors();
    const none = await call(at.api.url, "identity.me", undefined, { by: "query" });
    expect(none.error).toMatchObject({ kind: "unauthenticated" });
    const key = "test-admin-key-0123456789";
    const { error } = await call(at.api.url, "identity.me", undefined, { as: key, by: "query" });
    expect(error).toMatchObject({ kind: "forbidden" });
  });
});

describe("a profile", () => {
  it("is changed field by field; the audit does not keep the name", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    const changes = { name: "Аня", locale: "ru", timeZone: "Europe/Berlin" };
    expect((await here.ask("update", changes)).data).toMatchObject(changes);
    const { data } = await here.ask("update", { locale: "en" });
    expect(data).toMatchObject({ ...changes, locale: "en" });
    const rows = await at.database.db.select().from(auditRows);
    expect(rows[0]).toMatchObject({
      action: "identity.profile.update",
      target: `account:${here.id}`,
      changes: { name: "changed", locale: "ru", timeZone: "Europe/Berlin" },
    });
    expect(JSON.stringify(rows)).not.toContain("Аня");
  });

  it.each([
    "a\r\nBcc: x@example.com",
    "\u200b\u2060",
    "Anna \u202e moc",
    "<b>Anna</b>",
    "https://example.com",
    "see www.example.com",
  ])("takes no name that hides, turns text around or is a link: %j", async (name) => {
    await using at = await testDoors();
    const { error } = await (await anna(at)).ask("update", { name });
    expect(error?.reason).toBe("request.invalid");
  });

  it("takes no time zone that there is not", async () => {
    await using at = await testDoors();
    const { error } = await (await anna(at)).ask("update", { timeZone: "Mars/Olympus" });
    expect(error).toMatchObject({
      reason: "identity.time_zone_unknown",
      details: { timeZone: "Mars/Olympus" },
    });
  });
});

describe("another address", () => {
  const oldMail = "identity.confirm_old_email";
  const newMail = "identity.confirm_new_email";
  const confirm = (at: TestDoors, token: string) => at.ask("profile.confirmEmail", { token });

  it.each([
    ["old", "new"],
    ["new", "old"],
  ])("is taken once both have agreed, the %s one first", async (first) => {
    await using at = await testDoors();
    const here = await anna(at);
    const other = await here.enter("customer");
    const to = "Anna.New@example.com";
    expect((await here.moveTo(to)).data).toEqual({ kind: "links_sent" });
    const ofOld = await at.tokenOf(here.email, oldMail);
    const ofNew = await at.tokenOf("anna.new@example.com", newMail);
    const [one, two] = first === "old" ? [ofOld, ofNew] : [ofNew, ofOld];

    expect((await confirm(at, one)).data).toEqual({ kind: "waiting_for_other" });
    expect(await emailOf(at, here.id)).toBe(here.email);
    expect((await confirm(at, one)).error).toMatchObject({ reason: "identity.link_unusable" });
    expect((await confirm(at, two)).data).toEqual({ kind: "changed" });

    expect(await emailOf(at, here.id)).toBe("anna.new@example.com");
    expect((await here.me()).error).toMatchObject({ kind: "unauthenticated" });
    const elsewhere = { as: other.accessToken, by: "query" } as const;
    expect((await call(at.api.url, "identity.me", undefined, elsewhere)).data).toBeUndefined();
    const last = (await at.mails(here.email)).at(-1);
    expect(last?.template).toBe("identity.email_changed");
    const { password } = here;
    const input = { email: to, password, audience: "customer" };
    expect((await at.ask("auth.signIn", input)).data).toMatchObject({ kind: "session" });
  });

  it("is confirmed without ending the session that does it", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    await here.moveTo("anna.new@example.com");
    await confirm(at, await at.tokenOf(here.email, oldMail));
    const token = await at.tokenOf("anna.new@example.com", newMail);
    expect((await here.ask("confirmEmail", { token })).data).toEqual({ kind: "changed" });
    expect((await here.me()).data).toMatchObject({ email: "anna.new@example.com" });
  });

  it("that has an account is answered the same, and learns of it by another mail", async () => {
    await using at = await testDoors();
    const [here, boris] = [await anna(at), await anna(at)];
    expect((await here.moveTo(boris.email)).data).toEqual({ kind: "links_sent" });
    expect((await at.mails(boris.email)).map(({ template }) => template)).toEqual([
      "identity.email_wanted",
    ]);
    const { data } = await confirm(at, await at.tokenOf(here.email, oldMail));
    expect(data).toEqual({ kind: "waiting_for_other" });
    expect(await emailOf(at, here.id)).toBe(here.email);
  });

  it("that somebody else took meanwhile is not taken", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    await here.moveTo("wanted@example.com");
    await confirm(at, await at.tokenOf(here.email, oldMail));
    const boris = await anna(at, "wanted@example.com");
    const token = await at.tokenOf("wanted@example.com", newMail);
    expect((await confirm(at, token)).error).toMatchObject({ reason: "identity.link_unusable" });
    expect(await emailOf(at, here.id)).toBe(here.email);
    expect(await emailOf(at, boris.id)).toBe("wanted@example.com");
    expect(await at.database.db.$count(emailChanges)).toBe(0);
  });

  it("goes to one of two who want it at the same moment", async () => {
    await using at = await testDoors();
    for (let round = 0; round < 4; round += 1) {
      const to = `wanted-${round}@example.com`;
      const both = [await anna(at), await anna(at)];
      const tokens: string[] = [];
      for (const each of both) {
        await each.moveTo(to);
        await confirm(at, await at.tokenOf(each.email, oldMail));
        tokens.push(await at.tokenOf(to, newMail));
      }
      const told = await Promise.all(tokens.map((token) => confirm(at, token)));
      expect(told.map(({ error }) => error?.reason ?? "changed").toSorted()).toEqual([
        "changed",
        "identity.link_unusable",
      ]);
    }
  });

  it("moves the account when both links are opened at the same moment", async () => {
    await using at = await testDoors();
    for (let round = 0; round < 4; round += 1) {
      const here = await anna(at);
      const to = `both-${round}@example.com`;
      await here.moveTo(to);
      const tokens = [await at.tokenOf(here.email, oldMail), await at.tokenOf(to, newMail)];
      const told = await Promise.all(tokens.map((token) => confirm(at, token)));
      expect(told.map(({ data }) => (data as { kind: string }).kind).toSorted()).toEqual([
        "changed",
        "waiting_for_other",
      ]);
      expect(await emailOf(at, here.id)).toBe(to);
    }
  });

  it("replaces one that was asked for before, whose links are good for nothing", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    await here.moveTo("first@example.com");
    const stale = await at.tokenOf("first@example.com", newMail);
    await here.moveTo("second@example.com");
    expect((await confirm(at, stale)).error).toMatchObject({ reason: "identity.link_unusable" });
    await confirm(at, await at.tokenOf(here.email, oldMail));
    await confirm(at, await at.tokenOf("second@example.com", newMail));
    expect(await emailOf(at, here.id)).toBe("second@example.com");
  });

  it("is not taken after a day, nor for an account that was blocked meanwhile", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    await here.moveTo("late@example.com");
    const token = await at.tokenOf("late@example.com", newMail);
    await confirm(at, await at.tokenOf(here.email, oldMail));
    await at.database.db.update(accounts).set({ status: "blocked" });
    expect((await confirm(at, token)).error).toMatchObject({ reason: "identity.link_unusable" });
    await at.database.db.update(accounts).set({ status: "active" });
    await here.moveTo("later@example.com");
    await at.database.admin("update mailed_tokens set expires_at = now()");
    const late = await at.tokenOf("later@example.com", newMail);
    expect((await confirm(at, late)).error).toMatchObject({ reason: "identity.link_unusable" });
    expect(await emailOf(at, here.id)).toBe(here.email);
  });

  it("needs the password, and wrong ones are counted", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    const wrong = () => here.ask("changeEmail", { email: "x@example.com", password: "wrong" });
    const reasons: (string | undefined)[] = [];
    for (let guess = 0; guess < 5; guess += 1) reasons.push((await wrong()).error?.reason);
    expect(reasons[0]).toBe("identity.password_wrong");
    expect(reasons.at(-1)).toBe("identity.too_many_guesses");
    expect(await at.database.db.$count(emailChanges)).toBe(0);
  });

  it("never stands in the audit, as closing could not take it out again", async () => {
    await using at = await testDoors();
    const here = await anna(at);
    await here.moveTo("audited@example.com");
    await confirm(at, await at.tokenOf(here.email, oldMail));
    await confirm(at, await at.tokenOf("audited@example.com", newMail));
    const rows = await at.database.db.select().from(auditRows);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/example\.com/);
  });
});
