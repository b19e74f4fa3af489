import { once } from "node:events";
import { grants, sessions } from "@mainstay/db";
import { call, testAccount, testApi, testDatabase, testEnv, testSession } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import WebSocket from "ws";

const page = "https://office.example.com";

interface Message {
  id?: number;
  error?: { data: { reason: string } };
  result?: { type: string };
}

async function watching(
  as: (session: { accessToken: string; cookie: string }) => {
    token?: string;
    headers?: Record<string, string>;
  },
) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const env = testEnv(database, { CORS_ORIGINS: page });
  const api = stack.use(await testApi(database, { env }));
  const admin = await testAccount(api.services, { grants: [{ role: "admin", scope: null }] });
  const session = await testSession(api.services, admin, "admin");
  const { token, headers = {} } = as(session);
  const socket = new WebSocket(
    `${api.url.replace("http", "ws")}/trpc${token ? "?connectionParams=1" : ""}`,
    { headers },
  );
  stack.defer(() => socket.terminate());
  const messages: Message[] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  await once(socket, "open");
  if (token) socket.send(JSON.stringify({ method: "connectionParams", data: { token } }));
  let lastId = 0;
  const subscribe = () => {
    const params = { path: "platform.settings.watch", input: {} };
    socket.send(JSON.stringify({ id: (lastId += 1), method: "subscription", params }));
  };
  subscribe();
  return {
    database,
    api,
    admin,
    session,
    subscribe,
    /** How each subscription ended, and what it was told before. */
    reasons: () => messages.flatMap(({ error }) => (error ? [error.data.reason] : [])),
    types: () => messages.flatMap(({ result }) => (result ? [result.type] : [])),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
const byToken = ({ accessToken: token }: { accessToken: string }) => ({ token });

describe("a subscription", () => {
  it.each([
    ["an access token", byToken],
    [
      "the cookie of a page of an allowed origin",
      ({ cookie }: { cookie: string }) => ({
        headers: { cookie: `mainstay_session=${cookie}`, origin: page },
      }),
    ],
  ])("is opened by %s", async (_name, as) => {
    await using at = await watching(as);
    await expect.poll(at.types).toEqual(["started", "data"]);
    expect(at.reasons()).toEqual([]);
  });

  it("is not opened by a cookie that a page of another site makes its browser send", async () => {
    await using at = await watching(({ cookie }) => ({
      headers: { cookie: `mainstay_session=${cookie}`, origin: "https://evil.example" },
    }));
    await expect.poll(at.reasons).toEqual(["request.origin_refused"]);
  });

  it("ends with the session", async () => {
    await using at = await watching(byToken);
    await expect.poll(at.types).toEqual(["started", "data"]);
    await call(at.api.url, "identity.auth.signOut", undefined, { as: at.session.accessToken });
    await expect.poll(at.reasons).toEqual(["request.unauthenticated"]);
  });

  it("ends with the grant it needs, and stays with one it does not", async () => {
    await using at = await watching(byToken);
    await expect.poll(at.types).toEqual(["started", "data"]);
    const tell = () => at.api.services.bus.wake([`identity.access:${at.admin.id}`]);
    await at.database.db.insert(grants).values({
      accountId: at.admin.id,
      role: "support",
      grantedBy: "system:test",
      grantedAt: new Date(),
    });
    tell();
    at.subscribe();
    await expect.poll(at.types).toEqual(["started", "data", "started", "data"]);
    expect(at.reasons()).toEqual([]);
    await at.database.db.delete(grants).where(eq(grants.role, "admin"));
    tell();
    await expect.poll(at.reasons).toEqual(["request.forbidden", "request.forbidden"]);
  });

  it("goes on when the access token that opened it runs out, for as long as the session lives", async () => {
    let token = "";
    await using at = await watching(byToken);
    const { services } = at.api;
    const [row] = await at.database.db.select().from(sessions);
    const claims = {
      accountId: at.admin.id,
      sessionId: row?.publicId ?? "",
      audience: "admin",
    } as const;
    ({ token } = await services.tokens.sign(services.db, claims, 2_000));
    const socket = new WebSocket(`${at.api.url.replace("http", "ws")}/trpc?connectionParams=1`);
    const told: string[] = [];
    socket.on("message", (data: Buffer) => told.push(data.toString()));
    await once(socket, "open");
    socket.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    const params = { path: "platform.settings.watch", input: {} };
    socket.send(JSON.stringify({ id: 1, method: "subscription", params }));
    await expect.poll(() => told.join()).toContain("resumed");
    const list = () => call(at.api.url, "identity.sessions.list", {}, { as: token, by: "query" });
    await expect.poll(async () => (await list()).status, { timeout: 5_000 }).toBe(401);

    services.bus.wake([`identity.access:${at.admin.id}`]);
    const changed = await call(
      at.api.url,
      "platform.settings.update",
      { key: "platform.outbox_days", value: 9 },
      { as: at.session.accessToken },
    );
    expect(changed.error).toBeNull();

    await expect.poll(() => told.join(), { timeout: 3_000 }).toContain("platform.outbox_days");
    expect(told.join()).not.toContain("unauthenticated");
    socket.terminate();
  });
});
