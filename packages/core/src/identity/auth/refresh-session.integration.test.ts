import { accounts, loginHistory, refreshTokens, sessions } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testEnv, testSession } from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

async function signedIn() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database, { env: testEnv(database) }));
  const account = await testAccount(api.services, { audiences: ["customer"] });
  const session = await testSession(api.services, account, "customer");
  const refresh = async (refreshToken: string) => {
    const { status, data, error } = await call(api.url, "identity.auth.refresh", { refreshToken });
    return { status, tokens: data as Tokens, reason: error?.reason };
  };
  const lives = async (as = session.accessToken): Promise<boolean> =>
    (await call(api.url, "identity.sessions.list", {}, { as, by: "query" })).status === 200;
  /** As if it had happened so long before. */
  const age = (seconds: number) =>
    database.db.update(refreshTokens).set({
      usedAt: sql`${refreshTokens.usedAt} - make_interval(secs => ${seconds})`,
    });
  return {
    database,
    api,
    account,
    session,
    refresh,
    lives,
    age,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe("a refresh token", () => {
  it("gives new tokens that work, and its child gives the next", async () => {
    await using at = await signedIn();
    const first = await at.refresh(at.session.refreshToken);
    expect(first.status).toBe(200);
    expect(await at.lives(first.tokens.accessToken)).toBe(true);
    expect(Date.parse(first.tokens.expiresAt)).toBeGreaterThan(Date.now() + 9 * 60_000);
    const second = await at.refresh(first.tokens.refreshToken);
    expect(second.status).toBe(200);
    expect(second.tokens.refreshToken).not.toBe(first.tokens.refreshToken);
  });

  it("used 50 times at once answers the same child each time, and the session lives", async () => {
    await using at = await signedIn();
    for (let round = 0, token = at.session.refreshToken; round < 3; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => at.refresh(token)));
      const children = new Set(answers.map(({ tokens }) => tokens.refreshToken));
      expect(children.size).toBe(1);
      [token = ""] = children;
    }
    expect(await at.lives()).toBe(true);
  });

  it("shown again after its child was used ends the session, for thief and owner, and stands in the history", async () => {
    await using at = await signedIn();
    const { tokens } = await at.refresh(at.session.refreshToken);
    const grandchild = await at.refresh(tokens.refreshToken);

    expect((await at.refresh(at.session.refreshToken)).reason).toBe("identity.refresh_reused");

    expect(await at.lives()).toBe(false);
    expect((await at.refresh(grandchild.tokens.refreshToken)).reason).toBe(
      "identity.refresh_unusable",
    );
    const history = await at.database.db.select().from(loginHistory);
    expect(history).toMatchObject([
      { accountId: at.account.id, outcome: "refresh_reused", sessionId: at.session.sessionId },
    ]);
  });

  it("whose answer was lost gives the same child for a minute, and ends the session after it", async () => {
    await using at = await signedIn();
    const lost = await at.refresh(at.session.refreshToken);
    await at.age(50);
    const again = await at.refresh(at.session.refreshToken);
    expect(again.tokens.refreshToken).toBe(lost.tokens.refreshToken);

    await at.age(20);
    expect((await at.refresh(at.session.refreshToken)).reason).toBe("identity.refresh_reused");
    expect(await at.lives()).toBe(false);
  });

  it("shown by owner and thief at once leaves one way on: the first to use the child", async () => {
    await using at = await signedIn();
    for (let round = 0; round < 10; round += 1) {
      const session = await testSession(at.api.services, at.account, "customer");
      const { tokens } = await at.refresh(session.refreshToken);
      const answers = await Promise.all([
        at.refresh(tokens.refreshToken),
        at.refresh(session.refreshToken),
      ]);
      const reasons = answers.map(({ reason }) => reason ?? "ok");
      // The parent before the child: a repeat. After it: stolen.
      expect([
        ["ok", "ok"],
        ["ok", "identity.refresh_reused"],
      ]).toContainEqual(reasons);
    }
  });

  it("that nobody gave out is of no use", async () => {
    await using at = await signedIn();
    expect((await at.refresh("x".repeat(43))).reason).toBe("identity.refresh_unusable");
    expect(await at.lives()).toBe(true);
  });

  it.each([
    ["signed out", "delete from sessions"],
    ["idle for too long", "update sessions set expires_at = now()"],
    ["at its end", "update sessions set ends_at = now()"],
    ["of a blocked account", "update accounts set status = 'blocked'"],
    ["of a closed account", "update accounts set status = 'closed'"],
  ])("of a session that is %s is of no use", async (_name, statement) => {
    await using at = await signedIn();
    await at.database.admin(statement);
    expect((await at.refresh(at.session.refreshToken)).reason).toBe("identity.refresh_unusable");
  });

  it("is kept as a hash only", async () => {
    await using at = await signedIn();
    const { tokens } = await at.refresh(at.session.refreshToken);
    const rows = await at.database.db.execute(
      sql`select t::text as text from refresh_tokens t union all select s::text from sessions s union all select a::text from audit_rows a`,
    );
    const text = JSON.stringify(rows.rows);
    const secrets = [
      at.session.refreshToken,
      tokens.refreshToken,
      at.session.cookie,
      tokens.accessToken,
    ];
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
  });

  it("moves the idle end of its session, and not the absolute one", async () => {
    await using at = await signedIn();
    const before = new Date(Date.now() + 60_000);
    await at.database.db.update(sessions).set({ expiresAt: before });
    await at.refresh(at.session.refreshToken);
    const [row] = await at.database.db
      .select()
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.userId));
    expect(row?.sessions.expiresAt.getTime()).toBeGreaterThan(before.getTime() + 86_400_000);
    expect(row?.sessions.endsAt.getTime()).toBeLessThan(Date.now() + 91 * 86_400_000);
  });
});
