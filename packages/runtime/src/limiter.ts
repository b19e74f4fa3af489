import { setTimeout as sleep } from "node:timers/promises";
import type { RateClass } from "@mainstay/contracts";
import type { Limiter, Spent } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import {
  type RateLimiterAbstract,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { type Allowance, allowances } from "./allowances.ts";
import type { RedisConnections } from "./redis.ts";

export interface ProcessLimiter extends Limiter {
  close(): void;
}

export function createPostgresLimiter(
  db: Db,
  allowed: Readonly<Record<RateClass, Allowance>> = allowances,
): ProcessLimiter {
  const limiter = createLimiter(
    allowed,
    (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: db.$client,
        storeType: "pool",
        tableName: "rate_limits",
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
  );
  const sweep = setInterval(() => {
    // What is not swept now is swept next time.
    db.$client
      .query("delete from rate_limits where expire < $1", [Date.now()])
      .catch(() => "later");
  }, 300_000).unref();
  return { ...limiter, close: () => clearInterval(sweep) };
}

/** A process that has just started waits for its first connection this long, and for no later one. */
const firstConnectMs = 2_000;

/** While Redis is away it rejects at once: a caller must not wait for what will not come. */
export function createRedisLimiter(
  redis: RedisConnections,
  allowed: Readonly<Record<RateClass, Allowance>> = allowances,
): ProcessLimiter {
  const storeClient = redis.connect("calls");
  const limiter = createLimiter(
    allowed,
    (options) =>
      new RateLimiterRedis({
        ...options,
        keyPrefix: `${redis.prefix}rate:${options.keyPrefix}`,
        storeClient,
        rejectIfRedisNotReady: true,
      }),
  );
  const first = Promise.race([
    new Promise<void>((resolve) => storeClient.once("ready", resolve)),
    sleep(firstConnectMs, undefined, { ref: false }),
  ]);
  return {
    async spend(rate, caller) {
      await first;
      return limiter.spend(rate, caller);
    },
    close: () => undefined,
  };
}

interface StoreOptions {
  keyPrefix: string;
  points: number;
  duration: number;
  inMemoryBlockOnConsumed: number;
}

function createLimiter(
  allowed: Readonly<Record<RateClass, Allowance>>,
  make: (options: StoreOptions) => RateLimiterAbstract,
): Limiter {
  const of = (rate: RateClass): RateLimiterAbstract =>
    make({
      keyPrefix: rate,
      points: allowed[rate].points,
      duration: allowed[rate].seconds,
      // Who is over the limit is refused by this process until the window ends, without asking the store.
      inMemoryBlockOnConsumed: allowed[rate].points + 1,
    });
  const limiters: Record<RateClass, RateLimiterAbstract> = {
    read: of("read"),
    write: of("write"),
    money: of("money"),
    sign_in: of("sign_in"),
  };
  return {
    async spend(rate, caller): Promise<Spent> {
      const limit = allowed[rate].points;
      try {
        return spent(true, limit, await limiters[rate].consume(caller));
      } catch (error) {
        // The library rejects with its result when the limit is reached, and with an Error when the store failed.
        if (error instanceof RateLimiterRes) return spent(false, limit, error);
        throw error;
      }
    },
  };
}

const spent = (allowed: boolean, limit: number, result: RateLimiterRes): Spent => ({
  allowed,
  limit,
  remaining: allowed ? result.remainingPoints : 0,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
});
