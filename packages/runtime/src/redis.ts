import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mainstay/core";
import type { Redis, RedisOptions } from "ioredis";

/**
 * calls: short commands, which rather fail than wait for a server that is away.
 * subscribe: one connection that only listens.
 * queues: BullMQ's, which waits as long as it takes.
 */
export type RedisPurpose = "calls" | "subscribe" | "queues";

const optionsOf = {
  calls: { maxRetriesPerRequest: 1, commandTimeout: 2_000 },
  subscribe: { maxRetriesPerRequest: null, autoResubscribe: true },
  queues: { maxRetriesPerRequest: null },
} satisfies Record<RedisPurpose, RedisOptions>;

/** The one place that opens connections to Redis, and closes all of them. */
export interface RedisConnections extends AsyncDisposable {
  /** Begins every key and channel that is not a queue's. */
  readonly prefix: string;
  /** BullMQ's prefix. The braces keep a queue's keys on one node of a cluster. */
  readonly queuePrefix: string;
  connect(purpose: RedisPurpose): Redis;
  close(): Promise<void>;
}

export async function createRedis(from: {
  url: string;
  prefix: string;
  name: string;
  log: Logger;
}): Promise<RedisConnections> {
  const { Redis: Connection } = await import("ioredis");
  const log = from.log.child({ module: "redis" });
  const open = new Set<Redis>();

  const close = async (): Promise<void> => {
    const closing = [...open];
    open.clear();
    await Promise.all(closing.map(quit));
  };
  return {
    prefix: `${from.prefix}:`,
    queuePrefix: `{${from.prefix}}`,
    connect(purpose) {
      const redis = new Connection(from.url, {
        ...optionsOf[purpose],
        connectionName: `${from.name}:${purpose}`,
        connectTimeout: 5_000,
        disconnectTimeout: 500,
        keepAlive: 10_000,
        retryStrategy: (attempt) =>
          Math.min(50 * 2 ** Math.min(attempt, 6), 2_000) * (0.5 + Math.random() / 2),
      });
      redis.on("error", (error: Error) =>
        log.warn({ err: error, purpose }, "redis connection failed"),
      );
      open.add(redis);
      return redis;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const goodbyeMs = 1_000;

async function quit(redis: Redis): Promise<void> {
  if (redis.status === "ready") {
    // A server that goes away in this moment needs no goodbye, and a silent one gets no more time.
    const goodbye = redis.quit().catch(() => "gone");
    await Promise.race([goodbye, sleep(goodbyeMs, undefined, { ref: false })]);
  }
  redis.disconnect();
}
