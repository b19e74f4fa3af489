import { setTimeout as sleep } from "node:timers/promises";
import type { Allowance, LimitClass } from "@mainstay/contracts";
import type { Limiter, Spent } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import type { Allowances } from "./allowances.ts";
import { inTime } from "./deadline.ts";
import type { RedisConnections } from "./redis.ts";

export interface ProcessLimiter extends Limiter {
  close(): void;
}

export function createPostgresLimiter(db: Db, allowed: Allowances): ProcessLimiter {
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
export function createRedisLimiter(redis: RedisConnections, allowed: Allowances): ProcessLimiter {
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
      if (!isOfProcess(rate)) await first;
      return limiter.spend(rate, caller);
    },
    close: () => undefined,
  };
}

/**
 * Reads are counted in the process: a statement for each would cost more than most of them do, so their
 * allowance is one of each process.
 */
const isOfProcess = (rate: LimitClass): boolean => rate === "read";

/** A store that hangs must not make calls hang. */
const storeMs = 500;

interface StoreOptions {
  keyPrefix: string;
  points: number;
  duration: number;
  inMemoryBlockOnConsumed: number;
}

interface Counter {
  readonly allowance: Allowance;
  readonly consume: (caller: string) => Promise<RateLimiterRes>;
}

function createLimiter(
  allowed: Allowances,
  make: (options: StoreOptions) => RateLimiterAbstract,
): Limiter {
  const counters = new Map<LimitClass, Counter>();
  const counterOf = (rate: LimitClass): Counter => {
    const allowance = allowed.of(rate);
    const known = counters.get(rate);
    if (known && isSame(known.allowance, allowance)) return known;
    const counter = { allowance, consume: counting(rate, allowance, make) };
    counters.set(rate, counter);
    return counter;
  };
  return {
    async spend(rate, caller): Promise<Spent> {
      await allowed.first();
      const { allowance, consume } = counterOf(rate);
      try {
        return spent(true, allowance, await consume(caller));
      } catch (error) {
        // The library rejects with its result when the limit is reached, and with an Error when the store failed.
        if (error instanceof RateLimiterRes) return spent(false, allowance, error);
        throw error;
      }
    },
  };
}

function counting(
  rate: LimitClass,
  { points, seconds }: Allowance,
  make: (options: StoreOptions) => RateLimiterAbstract,
): Counter["consume"] {
  if (isOfProcess(rate)) {
    const memory = new RateLimiterMemory({ points, duration: seconds });
    return (caller) => memory.consume(caller);
  }
  const store = make({
    keyPrefix: rate,
    points,
    duration: seconds,
    // Who is over the limit is refused by this process until the window ends, without asking the store.
    inMemoryBlockOnConsumed: points + 1,
  });
  return async (caller) => {
    const answer = await inTime(storeMs, store.consume(caller));
    if (!answer) throw new Error(`the rate limits' store did not answer within ${storeMs} ms`);
    return answer.value;
  };
}

const isSame = (a: Allowance, b: Allowance): boolean =>
  a.points === b.points && a.seconds === b.seconds;

const spent = (
  allowed: boolean,
  { points, seconds }: Allowance,
  result: RateLimiterRes,
): Spent => ({
  allowed,
  limit: points,
  remaining: allowed ? result.remainingPoints : 0,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)),
  windowSeconds: seconds,
});
