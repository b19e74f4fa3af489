import { sessions } from "@mainstay/db";
import {
  testAccount,
  type TestAccount,
  type TestApi,
  testApi,
  type TestDatabase,
  testDatabase,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import {
  createMainstay,
  createSession,
  type Fetch,
  isMainstayError,
  memoryStore,
  type SessionAccount,
  type SessionOptions,
} from "./index.ts";

interface Place extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly api: TestApi;
  readonly account: TestAccount;
  /** Every request, and a way to lose or spoil the answers. */
  readonly asked: string[];
  readonly fetch: Fetch;
  lose(path: string): void;
}

async function place(): Promise<Place> {
  const database = await testDatabase();
  const api = await testApi(database);
  const account = await testAccount(api.services, {
    grants: [{ role: "customer", scope: null }],
  });
  const asked: string[] = [];
  const lost = new Set<string>();
  return {
    database,
    api,
    account,
    asked,
    lose: (path) => void lost.add(path),
    async fetch(url, init) {
      const path = new URL(url).pathname.replace("/trpc/", "");
      asked.push(path);
      const answer = await globalThis.fetch(url, init);
      if (lost.delete(path)) throw new TypeError("the answer was lost");
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await api.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const door = ({ email, password }: TestAccount) =>
  ({ email, password, audience: "customer" }) as const;
const clientsAt = (at: Place, options: Partial<SessionOptions> = {}) => {
  const session = createSession({ url: at.api.url, fetch: at.fetch, ...options });
  return {
    session,
    mainstay: createMainstay({ url: at.api.url, fetch: at.fetch, session, retryBudgetMs: 0 }),
  };
};
/** As if ten minutes had passed: the server forgets the token, and knows the session. */
const spoil = async (store: ReturnType<typeof memoryStore>): Promise<void> => {
  const kept = JSON.parse((await store.get()) ?? "{}") as { accessToken: string };
  await store.set(JSON.stringify({ ...kept, accessToken: `${kept.accessToken.slice(0, -4)}AAAA` }));
};

describe("a session of tokens", () => {
  it("signs in, calls as its account, and signs out", async () => {
    await using at = await place();
    const { session, mainstay } = clientsAt(at);
    const told: (SessionAccount | null)[] = [];
    session.onChange((account) => told.push(account));
    expect(await session.current()).toBeNull();
    const answer = await session.signIn(door(at.account));
    expect(answer).toMatchObject({ kind: "signed_in", limitedTo: null });
    expect(await session.current()).toMatchObject({ email: at.account.email });
    expect(await mainstay.identity.me.query()).toMatchObject({ id: at.account.id });
    await session.signOut();
    expect(await session.current()).toBeNull();
    await expect(mainstay.identity.me.query()).rejects.toMatchObject({
      reason: "request.unauthenticated",
    });
    expect(told.map((account) => account?.id ?? null)).toEqual([at.account.id, null]);
    expect(await at.database.db.$count(sessions)).toBe(0);
  });

  it("renews its token once for all calls that find it refused", async () => {
    await using at = await place();
    const store = memoryStore();
    const { session, mainstay } = clientsAt(at, { store });
    await session.signIn(door(at.account));
    await spoil(store);
    const many = await Promise.all(
      Array.from({ length: 8 }, () => mainstay.identity.sessions.revokeOthers.mutate()),
    );
    expect(many).toHaveLength(8);
    expect(at.asked.filter((path) => path === "identity.auth.refresh")).toHaveLength(1);
  });

  it("renews a token that is about to run out before it is used", async () => {
    await using at = await place();
    const store = memoryStore();
    const { session, mainstay } = clientsAt(at, { store });
    await session.signIn(door(at.account));
    const kept = JSON.parse((await store.get()) ?? "{}") as object;
    await store.set(JSON.stringify({ ...kept, until: Date.now() + 1_000 }));
    await mainstay.identity.me.query();
    await mainstay.identity.me.query();
    expect(at.asked).toEqual([
      "identity.auth.signIn",
      "identity.auth.refresh",
      "identity.me",
      "identity.me",
    ]);
  });

  it("asks again when the answer to a refresh was lost, and goes on", async () => {
    await using at = await place();
    const store = memoryStore();
    const { session, mainstay } = clientsAt(at, { store });
    await session.signIn(door(at.account));
    await spoil(store);
    at.lose("identity.auth.refresh");
    expect(await mainstay.identity.me.query()).toMatchObject({ id: at.account.id });
    expect(at.asked.filter((path) => path === "identity.auth.refresh")).toHaveLength(2);
  });

  it("tells that it has ended when the server has ended it", async () => {
    await using at = await place();
    const { session, mainstay } = clientsAt(at);
    await session.signIn(door(at.account));
    const told: (SessionAccount | null)[] = [];
    session.onChange((account) => told.push(account));
    await at.database.db.delete(sessions).where(eq(sessions.userId, at.account.id));
    await expect(mainstay.identity.sessions.revokeOthers.mutate()).rejects.toMatchObject({
      reason: "request.unauthenticated",
    });
    expect(told).toEqual([null]);
    expect(await session.current()).toBeNull();
  });

  it("of two pages with one store lives on when both renew it", async () => {
    await using at = await place();
    const store = memoryStore();
    const [one, two] = [clientsAt(at, { store }), clientsAt(at, { store })];
    await one.session.signIn(door(at.account));
    await two.mainstay.identity.me.query();
    for (let round = 0; round < 5; round += 1) {
      await spoil(store);
      await Promise.all([one, two].map(({ mainstay }) => mainstay.identity.me.query()));
    }
    expect(await two.session.current()).toMatchObject({ id: at.account.id });
  });

  it("comes back with its store, and remembers the device after signing out", async () => {
    await using at = await place();
    const store = memoryStore();
    await clientsAt(at, { store }).session.signIn(door(at.account));
    const { session, mainstay } = clientsAt(at, { store });
    expect(await mainstay.identity.me.query()).toMatchObject({ id: at.account.id });
    await session.signOut();
    expect(Object.keys(JSON.parse((await store.get()) ?? "{}") as object)).toEqual(["device"]);
    await session.signIn(door(at.account));
    const { items } = await mainstay.identity.devices.list.query({});
    expect(items).toHaveLength(1);
  });

  it("finishes a sign-in with a code, and is not asked for one on a trusted device", async () => {
    await using at = await place();
    const { session, mainstay } = clientsAt(at);
    await session.signIn(door(at.account));
    const { password } = at.account;
    const { secret } = await mainstay.identity.totp.enroll.mutate({ password });
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { recoveryCodes } = await mainstay.identity.totp.confirm.mutate({ code });
    await session.signOut();
    expect(await session.signIn(door(at.account))).toMatchObject({ kind: "second_factor" });
    expect(await session.current()).toBeNull();
    await expect(session.secondFactor({ code: "000000" })).rejects.toMatchObject({
      reason: "identity.code_wrong",
    });
    const [one = ""] = recoveryCodes;
    expect(await session.secondFactor({ code: one, trustDevice: true })).toMatchObject({
      kind: "signed_in",
    });
    await session.signOut();
    expect(await session.signIn(door(at.account))).toMatchObject({ kind: "signed_in" });
    await expect(session.secondFactor({ code: one })).rejects.toMatchObject({
      reason: "client.no_challenge",
    });
  });

  it("says why nobody is let in", async () => {
    await using at = await place();
    const { session } = clientsAt(at);
    const error: unknown = await session
      .signIn({ ...door(at.account), password: "not the one 1" })
      .catch((thrown: unknown) => thrown);
    expect(isMainstayError(error, "identity.credentials_wrong")).toBe(true);
    expect(await session.current()).toBeNull();
  });

  it("opens subscriptions as whoever is signed in, and they end with the session", async () => {
    await using at = await place();
    const admin = await testAccount(at.api.services, { grants: [{ role: "admin", scope: null }] });
    await at.database.admin(
      `insert into settings values ('identity.second_factor_audiences', '[]', now(), 'test')`,
    );
    const { session, mainstay } = clientsAt(at);
    await session.signIn({ ...door(admin), audience: "admin" });
    const started = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<string>();
    const ended = Promise.withResolvers<string>();
    mainstay.platform.settings.watch.subscribe(
      {},
      {
        onStarted: () => started.resolve(),
        onData: ({ data }) => seen.resolve(data.key),
        onError: (error) => ended.resolve(error.reason),
      },
    );
    await started.promise;
    const setting = { key: "platform.outbox_days", value: 8 };
    await mainstay.platform.settings.update.mutate(setting);
    expect(await seen.promise).toBe(setting.key);
    await session.signOut();
    expect(await ended.promise).toBe("request.unauthenticated");
    mainstay.close();
  });
});

describe("a session of a cookie", () => {
  it("keeps no token, and is known by its cookie alone", async () => {
    await using at = await place();
    const [origin = ""] = at.api.services.env.CORS_ORIGINS;
    const jar = new Map<string, string>();
    const fetch: Fetch = async (url, init) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      expect(init.credentials).toBe("include");
      expect(init.headers?.["authorization"]).toBeUndefined();
      const headers = { ...init.headers, cookie, origin, "sec-fetch-site": "same-site" };
      const answer = await globalThis.fetch(url, { ...init, headers });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "") jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    };
    const store = memoryStore();
    const { session, mainstay } = clientsAt({ ...at, fetch }, { way: "cookie", store });
    expect(await session.current()).toBeNull();
    await session.signIn(door(at.account));
    expect(await store.get()).toBeNull();
    expect([...jar.keys()].toSorted()).toEqual(["mainstay_device", "mainstay_session"]);
    expect(await session.current()).toMatchObject({ id: at.account.id });
    expect(await mainstay.identity.me.query()).toMatchObject({ id: at.account.id });
    await session.signOut();
    expect([...jar.keys()]).toEqual(["mainstay_device"]);
    expect(await session.current()).toBeNull();
  });
});
