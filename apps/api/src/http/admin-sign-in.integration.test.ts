import { sessions, totpFactors } from "@mainstay/db";
import { testAccount, testApi, testDatabase, testEnv } from "@mainstay/testing";
import type express from "express";
import { describe, expect, it } from "vitest";

const own = "http://127.0.0.1:4000";

async function door() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const env = { ...testEnv(database, { PUBLIC_URL: own }), STATIC_KEYS: [] };
  const api = stack.use(
    await testApi(database, {
      env,
      mount: (app: express.Express, adminsOnly) => {
        app.use("/admin/queues", adminsOnly, (_request, response) => void response.send("board"));
      },
    }),
  );
  await database.admin(
    `insert into settings (key, value, changed_at, changed_by) values ('identity.second_factor_audiences', '[]', now(), 'system:test')`,
  );
  const admin = await testAccount(api.services, { grants: [{ role: "admin", scope: null }] });
  const send = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/admin/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: own, ...headers },
      body: new URLSearchParams(fields),
    });
  const board = (cookie: string) =>
    fetch(`${api.url}/admin/queues`, { redirect: "manual", headers: { cookie } });
  return { database, api, admin, send, board, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("the administrators' sign-in page", () => {
  it("is a form without a script, under a strict policy", async () => {
    await using at = await door();
    const answer = await fetch(`${at.api.url}/admin/sign-in`);
    const text = await answer.text();
    expect(text).toContain('<form method="post" action="/admin/sign-in">');
    expect(text).not.toContain("<script");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src/);
    expect(answer.headers.get("referrer-policy")).toBe("same-origin");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("lets an administrator in, by a cookie that opens the queue board", async () => {
    await using at = await door();
    const { email, password } = at.admin;
    const answer = await at.send({ email, password });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/admin/queues"]);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    expect((await at.board(cookies.join("; "))).status).toBe(200);
    await at.database.db.delete(sessions);
    const again = await at.board(cookies.join("; "));
    expect([again.status, again.headers.get("location")]).toEqual([303, "/admin/sign-in"]);
  });

  it("asks for a code where the account has a second factor, and again after a wrong one", async () => {
    await using at = await door();
    const { email, password } = at.admin;
    await at.database.db.insert(totpFactors).values({
      accountId: at.admin.id,
      sealedSecret: at.api.services.sealer.seal("totp", "JBSWY3DPEHPK3PXP"),
      lastStep: 0,
      createdAt: new Date(),
      confirmedAt: new Date(),
    });
    const asked = await at.send({ email, password });
    const challenge = /name="challenge" value="([^"]+)"/.exec(await asked.text())?.[1] ?? "";
    expect(challenge).not.toBe("");
    expect(asked.headers.getSetCookie()).toEqual([]);

    const answer = await fetch(`${at.api.url}/admin/sign-in/code`, {
      method: "POST",
      headers: { origin: own },
      body: new URLSearchParams({ challenge, code: "not-a-code" }),
    });
    const text = await answer.text();
    expect(answer.status).toBe(401);
    expect(text).toContain('role="alert"');
    expect(text).toContain(`value="${challenge}"`);
  });

  it("tells a wrong password, and what was typed is not shown again", async () => {
    await using at = await door();
    const answer = await at.send({ email: at.admin.email, password: "<b>wrong</b> 1" });
    expect(answer.status).toBe(401);
    const text = await answer.text();
    expect(text).toContain('role="alert"');
    expect(text).not.toContain("wrong</b>");
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("lets nobody in who has another door, and a session of one opens no board", async () => {
    await using at = await door();
    const { email, password } = await testAccount(at.api.services, { audiences: ["customer"] });
    expect((await at.send({ email, password })).status).toBe(401);
  });

  it.each(["https://evil.example", "null"])("takes no form from %s", async (origin) => {
    await using at = await door();
    const { email, password } = at.admin;
    const answer = await at.send({ email, password }, { origin });
    expect(answer.status).toBe(403);
    expect(await at.database.db.select().from(sessions)).toEqual([]);
  });
});
