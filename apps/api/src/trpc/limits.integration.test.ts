import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { anyone, mutation, query, rateLimits } from "@mainstay/contracts";
import type { Limiter } from "@mainstay/core";
import { settings } from "@mainstay/db";
import { createServices, type Env } from "@mainstay/runtime";
import { call, queueBackends, testApi, testDatabase, testEnv, testKeys } from "@mainstay/testing";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { assemble, implement } from "./implement.ts";

const shared = {
  summary: "for tests",
  access: anyone,
  output: z.object({ ok: z.boolean() }),
} as const;
const contract = {
  read: query(shared),
  signIn: mutation({ ...shared, limit: "sign_in", idempotency: "none", audit: "none" }),
  pay: mutation({ ...shared, limit: "money", idempotency: "natural", audit: "none" }),
  write: mutation({ ...shared, audit: "none" }),
};
const ok = async () => ({ ok: true });
const implemented = assemble(
  { test: contract },
  { test: implement(contract, { read: ok, signIn: ok, pay: ok, write: ok }) },
);

type Database = Awaited<ReturnType<typeof testDatabase>>;

const allow = (
  { db }: Database,
  rate: keyof typeof rateLimits,
  points: number,
): Promise<unknown> => {
  const value = { points, seconds: 300 };
  const changed = { changedAt: new Date(), changedBy: "test" };
  return db
    .insert(settings)
    .values({ key: rateLimits[rate].setting, value, ...changed })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
};

describe.each(queueBackends())("limits on $name", ({ redisUrl }) => {
  const envOf = (database: Database, changes: Record<string, string> = {}): Env =>
    testEnv(database, { redis: redisUrl !== null, ...changes });

  it("are told with every answer, end in a refusal, and are each caller's own", async () => {
    await using database = await testDatabase();
    await allow(database, "sign_in", 20);
    await using api = await testApi(database, { implemented, env: envOf(database) });
    const all = await Promise.all(Array.from({ length: 25 }, () => call(api.url, "test.signIn")));
    const refused = all.filter(({ error }) => error?.reason === "request.rate_limited");
    expect(all.map(({ error }) => error?.reason ?? "done").toSorted()).toEqual([
      ...Array.from({ length: 20 }, () => "done"),
      ...Array.from({ length: 5 }, () => "request.rate_limited"),
    ]);
    expect(refused[0]).toMatchObject({ status: 429, error: { kind: "limited" } });
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    const remaining = all.map(({ headers }) => Number(headers.get("ratelimit-remaining")));
    expect(remaining.toSorted((a, b) => b - a).slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, i) => 19 - i),
    );
    const other = await call(api.url, "test.signIn", undefined, { as: testKeys.admin });
    expect(other.status).toBe(200);
    expect(other.headers.get("ratelimit-policy")).toBe("20;w=300");
  });

  it("count anonymous callers by network, and keys by key, wherever they are", async () => {
    await using database = await testDatabase();
    await allow(database, "write", 1);
    const env = envOf(database, { TRUST_PROXY: "1" });
    await using api = await testApi(database, { implemented, env });
    const from = async (ip: string, as?: string) =>
      (
        await call(api.url, "test.write", undefined, {
          headers: { "x-forwarded-for": ip },
          ...(as ? { as } : {}),
        })
      ).status;
    expect(await from("2001:db8:1:2::1")).toBe(200);
    expect(await from("2001:db8:1:2:ffff::1")).toBe(429);
    expect(await from("2001:db8:1:3::1")).toBe(200);
    expect(await from("203.0.113.7")).toBe(200);
    expect(await from("203.0.113.7")).toBe(429);
    expect(await from("203.0.113.7", testKeys.admin)).toBe(200);
    expect(await from("203.0.113.8", testKeys.admin)).toBe(429);
    expect(await from("203.0.113.7", testKeys.support)).toBe(200);
  });

  it("count each call of a batch: the first are answered, the rest refused", async () => {
    await using database = await testDatabase();
    await allow(database, "read", 5);
    await using api = await testApi(database, { implemented, env: envOf(database) });
    const paths = Array.from({ length: 10 }, () => "test.read").join(",");
    const response = await fetch(`${api.url}/trpc/${paths}?batch=1&input=%7B%7D`);
    const answers = (await response.json()) as { error?: { data: { reason: string } } }[];
    expect(answers.map(({ error }) => error?.data.reason ?? "done")).toEqual([
      ...Array.from({ length: 5 }, () => "done"),
      ...Array.from({ length: 5 }, () => "request.rate_limited"),
    ]);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("follow their settings while everything runs", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented, env: envOf(database) });
    const limitOf = async (name: string, by: "query" | "mutation") =>
      (await call(api.url, `test.${name}`, undefined, { by })).headers.get("ratelimit-policy");
    expect(await limitOf("write", "mutation")).toBe("600;w=60");
    expect(await limitOf("read", "query")).toBe("1200;w=60");
    const as = { as: testKeys.admin };
    await using product = await testApi(database, { env: envOf(database) });
    for (const rate of ["read", "write"] as const) {
      const input = { key: rateLimits[rate].setting, value: { points: 7, seconds: 30 } };
      expect((await call(product.url, "platform.settings.update", input, as)).status).toBe(200);
    }
    const soon = { timeout: 5_000, interval: 100 };
    await expect.poll(() => limitOf("write", "mutation"), soon).toBe("7;w=30");
    await expect.poll(() => limitOf("read", "query"), soon).toBe("7;w=30");
  });

  it("make a network wait that tries many wrong credentials, also with the right ones", async () => {
    await using database = await testDatabase();
    await allow(database, "credentials", 5);
    const env = envOf(database, { TRUST_PROXY: "1" });
    await using api = await testApi(database, { implemented, env });
    const reasonOf = async (ip: string, as?: string) => {
      const { error } = await call(api.url, "test.read", undefined, {
        by: "query",
        headers: { "x-forwarded-for": ip },
        ...(as ? { as } : {}),
      });
      return error?.reason ?? "done";
    };
    for (let n = 0; n < 30; n += 1) {
      // One token that ran out, over and over: no guess.
      expect(await reasonOf("203.0.113.7", "an-expired-token")).toBe("request.unauthenticated");
    }
    for (let n = 0; n < 4; n += 1) {
      expect(await reasonOf("203.0.113.7", `guess-${n}`)).toBe("request.unauthenticated");
    }
    expect(await reasonOf("203.0.113.7", testKeys.admin)).toBe("done");
    expect(await reasonOf("203.0.113.7", "guess-5")).toBe("request.rate_limited");
    expect(await reasonOf("203.0.113.7", testKeys.admin)).toBe("request.rate_limited");
    expect(await reasonOf("203.0.113.7")).toBe("done");
    expect(await reasonOf("203.0.113.8", testKeys.admin)).toBe("done");
  });
});

describe("limits that cannot be counted", () => {
  const outcomes = async (url: string): Promise<Record<string, string>> => {
    const outcome = async (name: string, by: "query" | "mutation") => [
      name,
      (await call(url, `test.${name}`, undefined, { by })).error?.reason ?? "done",
    ];
    return Object.fromEntries(
      await Promise.all([
        outcome("read", "query"),
        outcome("write", "mutation"),
        outcome("signIn", "mutation"),
        outcome("pay", "mutation"),
      ]),
    ) as Record<string, string>;
  };
  const bearable = {
    read: "done",
    write: "done",
    signIn: "request.unavailable",
    pay: "request.unavailable",
  };

  it("keep sign-in and money from going on, and nothing else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    await database.admin("drop table rate_limits");
    expect(await outcomes(api.url)).toEqual(bearable);
  });

  it("do so, too, where the store hangs, and soon", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database, { implemented });
    await outcomes(api.url);
    await using held = await holdLocked(database);
    const since = performance.now();
    expect(await outcomes(api.url)).toEqual(bearable);
    expect(performance.now() - since).toBeLessThan(3_000);
    expect(held.locked).toBe(true);
  });

  const redisUrl = inject("redisUrl");
  const onRedis = redisUrl === null ? it.skip : it;

  onRedis("do so where Redis hangs, and where it is gone, and go on when it is back", async () => {
    await using database = await testDatabase();
    await using way = await wayTo(new URL(redisUrl ?? ""));
    const env = testEnv(database, { redis: true, REDIS_URL: way.url });
    await using api = await testApi(database, { implemented, env });
    const fine = { read: "done", write: "done", signIn: "done", pay: "done" };
    expect(await outcomes(api.url)).toEqual(fine);
    for (const state of ["silent", "closed"] as const) {
      way.become(state);
      const since = performance.now();
      expect(await outcomes(api.url)).toEqual(bearable);
      expect(performance.now() - since).toBeLessThan(3_000);
    }
    way.become("open");
    await expect.poll(() => outcomes(api.url), { timeout: 15_000, interval: 200 }).toEqual(fine);
  });

  it("say so of any limiter that fails, whatever it is made of", async () => {
    await using database = await testDatabase();
    const env = testEnv(database);
    await using services = await createServices(env, { name: "test" });
    const limiter: Limiter = {
      spend: async (rate, caller) => {
        if (rate === "read") return services.limiter.spend(rate, caller);
        throw new Error("away");
      },
    };
    await using api = await testApi(database, {
      implemented,
      env,
      services: { ...services, limiter },
    });
    expect(await outcomes(api.url)).toEqual(bearable);
  });
});

/** Whoever asks the table waits until it is let go. */
async function holdLocked(database: Database): Promise<AsyncDisposable & { locked: boolean }> {
  const client = await database.db.$client.connect();
  await client.query("begin");
  await client.query("lock table rate_limits in access exclusive mode");
  return {
    locked: true,
    async [Symbol.asyncDispose]() {
      await client.query("rollback");
      client.release();
    },
  };
}

/** A server's address that can go silent or away while the server itself is well. */
async function wayTo(
  target: URL,
): Promise<AsyncDisposable & { url: string; become(next: "open" | "silent" | "closed"): void }> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: "open" | "silent" | "closed" = "open";
  const server = createServer((near) => {
    if (state === "closed") {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 6_379), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on("data", (chunk) => state === "open" && to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    become(next) {
      // What was swallowed while silent does not come any more: those connections are of no use.
      if (next !== "silent") cut();
      state = next;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
