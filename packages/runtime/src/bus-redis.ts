import { randomUUID } from "node:crypto";
import type { Logger } from "@mainstay/core";
import {
  type Carrier,
  createBus,
  type Hearing,
  encodeWake,
  type ProcessBus,
  decodeWake,
} from "./bus.ts";
import type { RedisConnections } from "./redis.ts";

/** Pub/sub: one channel an installation. */
export function createRedisBus(from: { redis: RedisConnections; log: Logger }): ProcessBus {
  const log = from.log.child({ module: "bus" });
  return createBus(log, (hearing) => carry({ ...from, log }, hearing));
}

function carry(
  { redis, log }: { redis: RedisConnections; log: Logger },
  hearing: Hearing,
): Carrier {
  const self = randomUUID();
  const channel = `${redis.prefix}wake`;
  const publisher = redis.connect("calls");
  const subscriber = redis.connect("subscribe");

  subscriber.on("message", (_channel, message) => hearing.heard(decodeWake(message, self)));
  // "ready" comes again after each reconnect; nothing is missed only once the subscription stands again.
  subscriber.on("ready", () => {
    subscriber.subscribe(channel).then(
      () => hearing.connected(),
      // Where the connection broke again, the next one subscribes.
      (error: unknown) => log.warn({ err: error }, "the bus cannot listen"),
    );
  });

  return {
    async send(topics) {
      await publisher.publish(channel, encodeWake(self, topics));
    },
    async close() {
      // The connections are closed by who made them.
      subscriber.removeAllListeners("message").removeAllListeners("ready");
    },
  };
}
