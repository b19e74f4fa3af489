import { accounts, grants, sessions } from "@mainstay/db";
import {
  call,
  type Called,
  testAccount,
  testApi,
  type TestApi,
  testDatabase,
  testEnv,
  testKeys,
  testSession,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, inject, it, vi } from "vitest";

const page = "https://office.example.com";
const customers = { audiences: ["customer"] } as const;
const list = "identity.sessions.list";
const revokeOthers = "identity.sessions.revokeOthers";

async function signedIn(variables: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const env = testEnv(database, { CORS_ORIGINS: page, ...variables });
  const api = stack.use(await testApi(database, { env }));
  const account = await testAccount(api.services, customers);
  const session = await testSession(api.services, account, "customer");
  return {
    database,
    api,
    account,
    session,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
const byCookie = (
  { url }: TestApi,
  procedure: string,
  cookie: string,
  headers: Record<string, string>,
): Promise<Called> =>
  call(url, procedure, procedure === list ? {} : undefined, {
    headers: { cookie: `mainstay_session=${cookie}`, ...headers },
    ...(procedure === list ? { by: "query" as const } : {}),
  });
const told = ({ status, error }: Called): string => error?.reason ?? String(status);

describe("a session's cookie", () => {
  it.each([
    ["a page of an allowed origin", { origin: page }, "200"],
    ["a page of its own origin", { origin: "http://127.0.0.1:4000" }, "200"],
    ["a page of its own origin that names none", { "sec-fetch-site": "same-origin" }, "200"],
    ["a page of another origin", { origin: "https://evil.example" }, "request.origin_refused"],
    ["a page of a like origin", { origin: `${page}.evil.example` }, "request.origin_refused"],
    ["a page without an origin", { origin: "null" }, "request.origin_refused"],
    ["a link on another site", { "sec-fetch-site": "cross-site" }, "request.origin_refused"],
    [
      "a page of another host of the site",
      { "sec-fetch-site": "same-site" },
      "request.origin_refused",
    ],
    ["no page at all", {}, "request.origin_refused"],
  ])("from %s", async (_name, headers, outcome) => {
    await using at = await signedIn();
    const query = await byCookie(at.api, list, at.session.cookie, headers);
    const mutation = await byCookie(at.api, revokeOthers, at.session.cookie, headers);
    expect([told(query), told(mutation)]).toEqual([outcome, outcome]);
  });

  it("is not looked at where there is a bearer, good or bad", async () => {
    await using at = await signedIn();
    const headers = { cookie: `mainstay_session=${at.session.cookie}`, origin: page };
    const as = async (bearer: string): Promise<string> =>
      told(await call(at.api.url, list, {}, { as: bearer, by: "query", headers }));
    expect(await as("wrong")).toBe("request.unauthenticated");
    expect(await as(testKeys.admin)).toBe("request.account_needed");
    expect(await as(at.session.accessToken)).toBe("200");
  });

  it("that is old keeps nobody from what is open to anyone, and is taken away", async () => {
    await using at = await signedIn();
    await at.database.db.delete(sessions);
    const open = await call(at.api.url, "platform.system.info", undefined, {
      by: "query",
      headers: { cookie: `mainstay_session=${at.session.cookie}`, origin: page },
    });
    expect(told(open)).toBe("200");
    expect(open.headers.getSetCookie()).toEqual([
      "mainstay_session=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax",
    ]);
    const closed = await byCookie(at.api, list, at.session.cookie, { origin: page });
    expect(told(closed)).toBe("request.unauthenticated");
  });

  it("is given a new end by use in the second half of its idle time", async () => {
    await using at = await signedIn();
    const soon = new Date(Date.now() + 86_400_000);
    await at.database.db.update(sessions).set({ expiresAt: soon });
    const { headers } = await byCookie(at.api, list, at.session.cookie, { origin: page });
    const [set = ""] = headers.getSetCookie();
    expect(set).toContain(`mainstay_session=${at.session.cookie}; Expires=`);
    expect(set).toMatch(/; HttpOnly; Path=\/; SameSite=Lax$/);
    const [row] = await at.database.db.select().from(sessions);
    expect(row?.expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 10 * 86_400_000);
  });

  it("is secure and of this host alone outside development", async () => {
    await using at = await signedIn({
      MODE: "production",
      PUBLIC_URL: "https://api.example.com",
      STATIC_KEYS: "",
      APP_URL: page,
      PAY_URL: "https://pay.example.com",
      SMTP_URL: "smtps://mail.example.com:465",
      MAIL_FROM: "Mainstay <office@example.com>",
      FILES_DIR: "/srv/mainstay/files",
      APP_SECRET: "a secret of this test, long enough",
      ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    });
    const plain = await byCookie(at.api, list, at.session.cookie, { origin: page });
    expect(told(plain)).toBe("request.unauthenticated");
    const out = await call(at.api.url, "identity.auth.signOut", undefined, {
      headers: {
        cookie: `__Host-mainstay_session=${at.session.cookie}`,
        origin: page,
        "sec-fetch-site": "same-site",
      },
    });
    expect(told(out)).toBe("200");
    expect(out.headers.getSetCookie()).toEqual([
      "__Host-mainstay_session=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure",
    ]);
  });

  it("cannot be sent along by a form or a script of another site", async () => {
    await using at = await signedIn();
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"]) {
      for (const origin of ["null", "https://evil.example"]) {
        const answer = await fetch(`${at.api.url}/trpc/${revokeOthers}`, {
          method: "POST",
          headers: {
            cookie: `mainstay_session=${at.session.cookie}`,
            origin,
            "content-type": type,
          },
          body: "a=b",
        });
        expect([403, 415]).toContain(answer.status);
      }
    }
    expect(await at.database.db.select().from(sessions)).toHaveLength(1);
  });

  it("that nobody gave out, or the stored hash of one, opens nothing", async () => {
    await using at = await signedIn();
    const [row] = await at.database.db.select().from(sessions);
    for (const cookie of [row?.id ?? "", row?.publicId ?? "", "x", "a=b"]) {
      const answer = await byCookie(at.api, list, cookie, { origin: page });
      expect(told(answer)).toBe("request.unauthenticated");
    }
  });
});

describe("cross-origin calls", () => {
  it("are told their credentials may be used only for listed origins, and never for any", async () => {
    await using at = await signedIn();
    const ask = async (origin: string) => {
      const { headers } = await fetch(`${at.api.url}/trpc/${list}`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
      return headers.get("access-control-allow-origin");
    };
    expect(await ask(page)).toBe(page);
    expect(await ask("https://evil.example")).toBeNull();
    expect(await ask("null")).toBeNull();
  });
});

describe("who calls by session", () => {
  it("has the grants of its audience, and only those", async () => {
    await using at = await signedIn();
    const account = await testAccount(at.api.services, {
      audiences: ["customer"],
      grants: [{ role: "admin", scope: null }],
    });
    const as = async (audience: "admin" | "customer"): Promise<string> => {
      const { accessToken } = await testSession(at.api.services, account, audience);
      return told(
        await call(at.api.url, "platform.settings.list", undefined, {
          as: accessToken,
          by: "query",
        }),
      );
    };
    expect(await as("admin")).toBe("200");
    expect(await as("customer")).toBe("request.forbidden");
  });

  it("may only look while signed in as somebody else", async () => {
    await using at = await signedIn();
    const support = await testAccount(at.api.services, {
      grants: [{ role: "support", scope: null }],
    });
    const { accessToken: as } = await testSession(at.api.services, at.account, "customer", {
      realAccountId: support.id,
      lifeMs: 60_000,
    });
    expect(told(await call(at.api.url, list, {}, { as, by: "query" }))).toBe("200");
    expect(told(await call(at.api.url, revokeOthers, undefined, { as }))).toBe("request.read_only");
    const ticket = "platform.system.liveTicket";
    expect(told(await call(at.api.url, ticket, undefined, { as }))).toBe("200");
    await at.database.db
      .update(accounts)
      .set({ status: "blocked" })
      .where(eq(accounts.id, support.id));
    at.api.services.bus.wake([`identity.access:${support.id}`]);
    expect(told(await call(at.api.url, list, {}, { as, by: "query" }))).toBe(
      "request.unauthenticated",
    );
  });

  it("that is held to mending something may do that alone", async () => {
    await using at = await signedIn();
    const { accessToken: as } = await testSession(at.api.services, at.account, "customer", {
      limitedTo: "change_password",
    });
    expect(told(await call(at.api.url, list, {}, { as, by: "query" }))).toBe(
      "request.session_limited",
    );
    expect(told(await call(at.api.url, "identity.auth.signOut", undefined, { as }))).toBe("200");
  });

  it("is told to try again while the database is away, not that it is nobody", async () => {
    await using at = await signedIn();
    const other = await testSession(at.api.services, at.account, "customer");
    await at.database.admin(
      `with closed as (update pg_database set datconnlimit = 0 where datname = '${at.database.name}')
       select pg_terminate_backend(pid) from pg_stat_activity
       where datname = '${at.database.name}' and pid <> pg_backend_pid()`,
    );
    const answer = await call(at.api.url, list, {}, { as: other.accessToken, by: "query" });
    expect(told(answer)).toBe("request.unavailable");
  });

  it("costs one query however many calls miss at the same time", async () => {
    await using at = await signedIn();
    const { accessToken: as } = await testSession(at.api.services, at.account, "customer");
    const asked = vi.spyOn(at.api.services.db.$client, "query");
    const ask = () => call(at.api.url, list, {}, { as, by: "query" });
    await Promise.all(Array.from({ length: 20 }, ask));
    await ask();
    const names = asked.mock.calls.map(([query]) => (query as unknown as { name?: string }).name);
    expect(names.filter((name) => name === "identity_session_actor")).toHaveLength(1);
  });
});

const backends = [
  { name: "Postgres", redis: false },
  ...(inject("redisUrl") === null ? [] : [{ name: "Redis", redis: true }]),
];
describe.each(backends)("between two processes on $name", ({ redis }) => {
  async function two() {
    const stack = new AsyncDisposableStack();
    const database = stack.use(await testDatabase());
    const env = testEnv(database, { redis });
    const [here, there] = [
      stack.use(await testApi(database, { env })),
      stack.use(await testApi(database, { env })),
    ];
    await Promise.all([here.services.bus.ready(), there.services.bus.ready()]);
    const account = await testAccount(here.services, customers);
    const session = await testSession(here.services, account, "customer");
    const ask = async (api: TestApi, procedure: string, as = session.accessToken) =>
      told(
        procedure === list
          ? await call(api.url, list, {}, { as, by: "query" })
          : await call(api.url, procedure, undefined, { as }),
      );
    // Both know the session now.
    expect([await ask(here, list), await ask(there, list)]).toEqual(["200", "200"]);
    return {
      database,
      here,
      there,
      account,
      session,
      ask,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  }

  it("who signs out here is refused there: at once where it must be fresh, and soon for all else", async () => {
    await using at = await two();
    expect(await at.ask(at.here, "identity.auth.signOut")).toBe("200");
    expect(await at.ask(at.there, revokeOthers)).toBe("request.unauthenticated");
    await expect.poll(() => at.ask(at.there, list)).toBe("request.unauthenticated");
    expect(await at.ask(at.here, list)).toBe("request.unauthenticated");
  });

  it("a session that is revoked by another ends there too", async () => {
    await using at = await two();
    const other = await testSession(at.here.services, at.account, "customer");
    const { error } = await call(
      at.here.url,
      "identity.sessions.revoke",
      { sessionId: at.session.sessionId },
      { as: other.accessToken },
    );
    expect(error).toBeNull();
    await expect.poll(() => at.ask(at.there, list)).toBe("request.unauthenticated");
    expect(await at.ask(at.there, list, other.accessToken)).toBe("200");
  });

  it("what is written without a word to anybody is seen at once by fresh calls", async () => {
    await using at = await two();
    await at.database.db.update(accounts).set({ status: "blocked" });
    expect(await at.ask(at.there, revokeOthers)).toBe("request.unauthenticated");
    // And from then on by this process's other calls.
    expect(await at.ask(at.there, list)).toBe("request.unauthenticated");
  });

  it("a grant that is taken away ends what a subscription shows", async () => {
    await using at = await two();
    const admin = await testAccount(at.here.services, {
      grants: [{ role: "admin", scope: null }],
    });
    const { accessToken } = await testSession(at.here.services, admin, "admin");
    const ticket = await call(at.there.url, "platform.system.liveTicket", undefined, {
      as: accessToken,
    });
    const query = new URLSearchParams({ connectionParams: JSON.stringify(ticket.data) });
    const stream = await fetch(`${at.there.url}/trpc/platform.settings.watch?${query.toString()}`, {
      headers: { accept: "text/event-stream" },
    });
    const shown = stream.text();
    await at.database.db.delete(grants).where(eq(grants.accountId, admin.id));
    at.here.services.bus.wake([`identity.access:${admin.id}`]);
    expect(await shown).toContain("request.forbidden");
  });
});
