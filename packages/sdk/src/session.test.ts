import { describe, expect, onTestFinished, test } from "vitest";
import { type Answer, fakeServer, type Refusal, type Seen } from "../fakes/fake-server.ts";
import {
  createMainstay,
  createSession,
  memoryStore,
  type SessionAccount,
  type SessionOptions,
  type SessionStore,
} from "./index.ts";

const refused = (reason: string, kind = "unauthenticated", status = 401): Refusal => ({
  reason,
  kind,
  status,
});
const expired = refused("request.unauthenticated");
const account = (name: string): SessionAccount => ({
  id: name,
  email: `${name}@example.com`,
  name,
  locale: "en",
  audience: "customer",
});
const door = { email: "a@example.com", password: "p", audience: "customer" } as const;

/** As the server makes them, without a signature: `lifeSeconds` is all that the SDK reads. */
const token = (name: string, lifeSeconds = 600): string =>
  `h.${Buffer.from(JSON.stringify({ iat: 1_000, exp: 1_000 + lifeSeconds, name })).toString("base64url")}.s`;
const signedIn = (name: string, lifeSeconds?: number): Answer => ({
  data: {
    kind: "session",
    accessToken: token(`${name}-1`, lifeSeconds),
    refreshToken: `${name}-r1`,
    expiresAt: "2030-01-01T00:00:00Z",
    device: null,
    limitedTo: null,
    account: account(name),
  },
});
const renewed = (name: string): Answer => ({
  data: {
    accessToken: token(`${name}-2`),
    refreshToken: `${name}-r2`,
    expiresAt: "2030-01-01T00:00:00Z",
  },
});
const me = { data: { ...account("me"), grants: [] } };
const bearer = ({ headers }: Seen): string | undefined =>
  headers.authorization?.replace("Bearer ", "");

type Doors = Record<string, (request: Seen) => Answer | Promise<Answer>>;

async function serve(
  doors: Doors,
  options: Partial<SessionOptions> = {},
  client: { retryBudgetMs?: number } = { retryBudgetMs: 0 },
) {
  const server = await fakeServer((path, request) => {
    const name = path.replace(/^identity\.(?:auth\.)?/, "");
    return doors[name]?.(request) ?? refused("request.unknown", "not_found", 404);
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url, seen } = server;
  const store = memoryStore();
  const session = createSession({ url, store, ...options });
  const told: (string | null)[] = [];
  session.onChange((now) => told.push(now?.id ?? null));
  const asked = (): string[] =>
    seen.flatMap(({ paths }) => paths.map((path) => path.replace(/^.*\./, "")));
  return {
    session,
    mainstay: createMainstay({ url, session, ...client }),
    store,
    told,
    seen,
    asked,
  };
}

/** Holds an answer back until the test lets it go. */
function held(answer: Answer) {
  const asked = Promise.withResolvers<void>();
  const let_ = Promise.withResolvers<void>();
  return {
    asked: asked.promise,
    letGo: () => let_.resolve(),
    answer: async (): Promise<Answer> => {
      asked.resolve();
      await let_.promise;
      return answer;
    },
  };
}

describe("a renewal under way", () => {
  test("does not bring back whoever signed out meanwhile", async () => {
    const refresh = held(renewed("anna"));
    const { session, told, store } = await serve({
      signIn: () => signedIn("anna"),
      refresh: refresh.answer,
      signOut: () => ({ data: undefined }),
    });
    await session.signIn(door);
    await session.token();
    const renewing = session.renew().catch((error: unknown) => error);
    await refresh.asked;
    await session.signOut();
    refresh.letGo();
    await renewing;
    expect(await session.current()).toBeNull();
    expect(await session.token()).toBeNull();
    expect(await store.get()).toBeNull();
    expect(told).toEqual(["anna", null]);
  });

  test("does not put the one before in the place of whoever signed in meanwhile", async () => {
    const refresh = held(renewed("anna"));
    const people = ["anna", "boris"];
    const { session } = await serve({
      signIn: () => signedIn(people.shift() ?? ""),
      refresh: refresh.answer,
    });
    await session.signIn(door);
    await session.token();
    const renewing = session.renew();
    await refresh.asked;
    await session.signIn(door);
    refresh.letGo();
    await renewing;
    expect(await session.current()).toMatchObject({ id: "boris" });
    expect(await session.token()).toBe(token("boris-1"));
  });

  test("that is refused does not sign out whoever signed in meanwhile", async () => {
    const refresh = held(refused("identity.refresh_unusable"));
    const people = ["anna", "boris"];
    const { session, told } = await serve({
      signIn: () => signedIn(people.shift() ?? ""),
      refresh: refresh.answer,
    });
    await session.signIn(door);
    await session.token();
    const renewing = session.renew();
    await refresh.asked;
    await session.signIn(door);
    refresh.letGo();
    await renewing;
    expect(await session.token()).toBe(token("boris-1"));
    expect(told).toEqual(["anna", "boris"]);
  });
});

describe("a token that runs out", () => {
  for (const reason of ["identity.refresh_unusable", "identity.refresh_reused"]) {
    test(`and cannot be renewed (${reason}) ends the session, and calls say so like any other`, async () => {
      const { session, mainstay, told, asked } = await serve({
        signIn: () => signedIn("anna", 5),
        refresh: () => refused(reason),
        me: (request) => (bearer(request) === undefined ? expired : me),
      });
      await session.signIn(door);
      await expect(mainstay.identity.me.query()).rejects.toMatchObject({
        reason: "request.unauthenticated",
      });
      expect(told).toEqual(["anna", null]);
      expect(await session.current()).toBeNull();
      expect(asked().filter((path) => path === "refresh")).toHaveLength(1);
    });
  }

  test("while the server is away does not sign anybody out", async () => {
    let away = true;
    const { session, mainstay, told } = await serve({
      signIn: () => signedIn("anna", 5),
      refresh: () =>
        away
          ? {
              ...refused("request.unavailable", "unavailable", 503),
              details: { retryAfterSeconds: 0.01 },
            }
          : renewed("anna"),
      me: () => me,
    });
    await session.signIn(door);
    await expect(mainstay.identity.me.query()).rejects.toMatchObject({ kind: "unavailable" });
    expect(told).toEqual(["anna"]);
    away = false;
    await mainstay.identity.me.query();
    expect(await session.token()).toBe(token("anna-2"));
  });

  test("is renewed once, for two clients and many calls", async () => {
    const { session, mainstay, asked, seen } = await serve({
      signIn: () => signedIn("anna", 5),
      refresh: () => renewed("anna"),
      me: () => me,
    });
    await session.signIn(door);
    await Promise.all([mainstay.identity.me.query(), session.token(), session.token()]);
    expect(asked().filter((path) => path === "refresh")).toHaveLength(1);
    const [call] = seen.filter(({ paths }) => paths.includes("identity.me"));
    expect(call && bearer(call)).toBe(token("anna-2"));
  });
});

describe("signing out", () => {
  test("ends the session on the server also where its token has to be renewed first", async () => {
    const { session, seen } = await serve({
      signIn: () => signedIn("anna"),
      refresh: () => renewed("anna"),
      signOut: (request) => (bearer(request) === token("anna-2") ? { data: undefined } : expired),
    });
    await session.signIn(door);
    await session.signOut();
    const [last] = seen.slice(-1);
    expect(last?.paths).toEqual(["identity.auth.signOut"]);
    expect(last && bearer(last)).toBe(token("anna-2"));
    expect(await session.current()).toBeNull();
  });

  test("forgets the tokens also where no server answers, and tells the caller", async () => {
    const { session, told } = await serve({
      signIn: () => signedIn("anna"),
      signOut: () => refused("request.unavailable", "unavailable", 503),
    });
    await session.signIn(door);
    await expect(session.signOut()).rejects.toMatchObject({ kind: "unavailable" });
    expect(await session.token()).toBeNull();
    expect(told).toEqual(["anna", null]);
  });

  test("with a cookie is not over before the server has ended it: only it can take the cookie", async () => {
    let away = true;
    const { session, told } = await serve(
      {
        signIn: () => signedIn("anna"),
        signOut: () =>
          away ? refused("request.unavailable", "unavailable", 503) : { data: undefined },
      },
      { way: "cookie" },
    );
    await session.signIn(door);
    await expect(session.signOut()).rejects.toMatchObject({ kind: "unavailable" });
    expect(told).toEqual(["anna"]);
    away = false;
    await session.signOut();
    expect(told).toEqual(["anna", null]);
  });
});

describe("a sign-in that asks for a code", () => {
  const asks: Answer = {
    data: { kind: "second_factor", challenge: "c-1", expiresAt: "2030-01-01T00:00:00Z" },
  };

  test("leaves whoever is signed in where they are until the code is right", async () => {
    const answers = [signedIn("anna"), asks];
    const { session, told, seen } = await serve({
      signIn: () => answers.shift() ?? asks,
      secondFactor: () => signedIn("boris"),
    });
    await session.signIn(door);
    expect(await session.signIn(door)).toMatchObject({ kind: "second_factor" });
    expect(await session.current()).toMatchObject({ id: "anna" });
    await session.secondFactor({ code: "123456" });
    expect(seen.at(-1)?.inputs).toEqual([{ code: "123456", challenge: "c-1" }]);
    expect(await session.current()).toMatchObject({ id: "boris" });
    expect(told).toEqual(["anna", "boris"]);
    await expect(session.secondFactor({ code: "123456" })).rejects.toMatchObject({
      reason: "client.no_challenge",
    });
  });

  test("outlives a reload with its store", async () => {
    const at = await serve({ signIn: () => asks, secondFactor: () => signedIn("anna") });
    await at.session.signIn(door);
    const url = `http://${at.seen[0]?.headers.host}`;
    const reloaded = createSession({ url, store: at.store });
    expect(await reloaded.secondFactor({ code: "123456" })).toMatchObject({ kind: "signed_in" });
  });
});

describe("a store", () => {
  test("may answer later, and may hold what is not ours", async () => {
    let kept: string | null = "not JSON";
    const slow: SessionStore = {
      get: async () => kept,
      set: async (text) => void (kept = text),
      remove: async () => void (kept = null),
    };
    const { session } = await serve({ signIn: () => signedIn("anna") }, { store: slow });
    expect(await session.current()).toBeNull();
    await session.signIn(door);
    expect(await session.token()).toBe(token("anna-1"));
  });

  test("that another page has signed out of signs this one out, too", async () => {
    const { session, mainstay, store, told } = await serve({
      signIn: () => signedIn("anna"),
      me: (request) => (bearer(request) === undefined ? expired : me),
    });
    await session.signIn(door);
    await store.remove();
    await expect(mainstay.identity.me.query()).rejects.toMatchObject({
      reason: "request.unauthenticated",
    });
    expect(told).toEqual(["anna", null]);
  });
});
