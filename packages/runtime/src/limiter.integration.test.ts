import { createDb } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { describe, expect, inject, it, vi } from "vitest";
import { allowances, fixedAllowances } from "./allowances.ts";
import { createPostgresLimiter, createRedisLimiter, type ProcessLimiter } from "./limiter.ts";
import { silent } from "./logger.ts";
import { createRedis } from "./redis.ts";

const redisUrl = inject("redisUrl");
const allowed = fixedAllowances({ ...allowances, write: { points: 25, seconds: 60 } });

interface Backend extends AsyncDisposable {
  /** As another process would have it. */
  limiter(): Promise<ProcessLimiter>;
  /** How often the store was asked so far. */
  asked(): number;
}

async function onPostgres(): Promise<Backend> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const ask = vi.spyOn(database.db.$client, "query");
  return {
    async limiter() {
      const limiter = createPostgresLimiter(database.db, allowed);
      stack.defer(() => limiter.close());
      return limiter;
    },
    asked: () => ask.mock.calls.length,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function onRedis(): Promise<Backend> {
  const stack = new AsyncDisposableStack();
  const redis = stack.use(
    await createRedis({
      url: redisUrl ?? "",
      prefix: `test-${crypto.randomUUID()}`,
      name: "test",
      log: silent,
    }),
  );
  let asked = 0;
  const counted: typeof redis = {
    ...redis,
    connect(purpose) {
      const connection = redis.connect(purpose);
      const send = connection.sendCommand.bind(connection);
      connection.sendCommand = (...command: Parameters<typeof send>) => {
        asked += 1;
        return send(...command);
      };
      return connection;
    },
  };
  return {
    limiter: async () => createRedisLimiter(counted, allowed),
    asked: () => asked,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe.each([
  { name: "Postgres", backend: onPostgres },
  { name: "Redis", backend: onRedis },
])("the limiter on $name", ({ name, backend }) => {
  const test = name === "Redis" && !redisUrl ? it.skip : it;

  test("of many calls at once from two processes, exactly the allowance passes", async () => {
    await using at = await backend();
    const limiters = [await at.limiter(), await at.limiter()] as const;
    for (let round = 0; round < 5; round += 1) {
      const calls = Array.from({ length: 80 }, (_, n) =>
        limiters[n % 2 ? 1 : 0].spend("write", `caller-${round}`),
      );
      const spent = await Promise.all(calls);
      expect(spent.filter((each) => each.allowed)).toHaveLength(25);
    }
  });

  test("says what is left, and when more comes", async () => {
    await using at = await backend();
    const limiter = await at.limiter();
    await expect(limiter.spend("write", "one")).resolves.toMatchObject({
      allowed: true,
      limit: 25,
      remaining: 24,
    });
    const { resetSeconds } = await limiter.spend("write", "one");
    expect(resetSeconds).toBeGreaterThan(50);
    expect(resetSeconds).toBeLessThanOrEqual(60);
  });

  test("callers and classes do not take from each other", async () => {
    await using at = await backend();
    const limiter = await at.limiter();
    for (let call = 0; call < 26; call += 1) await limiter.spend("write", "one");

    expect(await limiter.spend("write", "one")).toMatchObject({ allowed: false, remaining: 0 });
    expect(await limiter.spend("write", "two")).toMatchObject({ allowed: true });
    expect(await limiter.spend("read", "one")).toMatchObject({ allowed: true });
  });

  test("a flood over the limit does not reach the store", async () => {
    await using at = await backend();
    const limiter = await at.limiter();
    for (let call = 0; call < 26; call += 1) await limiter.spend("write", "flood");
    const before = at.asked();
    expect(before).toBeGreaterThan(0);

    for (let call = 0; call < 1_000; call += 1) {
      expect(await limiter.spend("write", "flood")).toMatchObject({ allowed: false });
    }

    expect(at.asked()).toBe(before);
  });
});

describe("a limiter whose store is away rejects, and soon", () => {
  it("on Postgres", async () => {
    const db = createDb({ url: "postgres://nobody@127.0.0.1:1/none", name: "test" });
    const limiter = createPostgresLimiter(db, allowed);
    await expect(limiter.spend("money", "one")).rejects.toThrow();
    limiter.close();
    await db.$client.end();
  });

  it("on Redis", async () => {
    await using redis = await createRedis({
      url: "redis://127.0.0.1:1",
      prefix: "test",
      name: "test",
      log: silent,
    });
    const limiter = createRedisLimiter(redis, allowed);
    const took = async () => {
      const since = performance.now();
      await expect(limiter.spend("money", "one")).rejects.toThrow();
      return performance.now() - since;
    };
    expect(await took()).toBeLessThan(3_000);
    // Only the first moments of a process are for waiting.
    for (let call = 0; call < 5; call += 1) expect(await took()).toBeLessThan(100);
  });
});
