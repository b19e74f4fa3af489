import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import pg from "pg";
import {
  type Carrier,
  createBus,
  type Hearing,
  encodeWake,
  type ProcessBus,
  decodeWake,
} from "./bus.ts";

const channel = "mainstay_wake";
const heartbeatMs = 10_000;
const answerMs = 5_000;
const longestPauseMs = 5_000;

/** NOTIFY through the pool, and one connection of its own that only listens. */
export function createPostgresBus(from: {
  db: Db;
  url: string;
  name: string;
  log: Logger;
}): ProcessBus {
  const log = from.log.child({ module: "bus" });
  return createBus(log, (hearing) => carry({ ...from, log }, hearing));
}

function carry(
  from: { db: Db; url: string; name: string; log: Logger },
  hearing: Hearing,
): Carrier {
  const self = randomUUID();
  const stop = new AbortController();
  const first = Promise.withResolvers<void>();

  /** Resolves when the connection has ended, in whatever way. */
  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: from.url,
      application_name: `${from.name}:bus`,
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    const ended = Promise.withResolvers<void>();
    client.on("error", (error) => {
      from.log.warn({ err: error }, "the bus lost its connection");
      ended.resolve();
    });
    client.on("end", () => ended.resolve());
    client.on("notification", ({ payload }) => hearing.heard(decodeWake(payload ?? "", self)));
    const onStop = () => ended.resolve();
    stop.signal.addEventListener("abort", onStop, { once: true });
    // A connection whose other end is gone without a word is noticed only by asking.
    const heartbeat = setInterval(() => {
      client.query("select 1").catch(() => ended.resolve());
    }, heartbeatMs);
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      first.resolve();
      // Only now is nothing missed any more; what happened before may have been.
      hearing.lost();
      if (!stop.signal.aborted) await ended.promise;
    } finally {
      clearInterval(heartbeat);
      stop.signal.removeEventListener("abort", onStop);
      await hangUp(client);
    }
  };

  const keepListening = async (): Promise<void> => {
    for (let failures = 0; !stop.signal.aborted;) {
      const since = performance.now();
      try {
        await listen();
      } catch (error) {
        if (!stop.signal.aborted)
          from.log.warn({ err: error }, "the bus cannot listen; trying again");
      }
      failures = performance.now() - since > longestPauseMs ? 0 : failures + 1;
      const pause = Math.min(50 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => "stopped");
    }
  };
  const listening = keepListening();

  return {
    async send(topics) {
      await from.db.$client.query({
        name: "mainstay_wake",
        text: "select pg_notify($1, $2)",
        values: [channel, encodeWake(self, topics)],
      });
    },
    ready: () => first.promise,
    async close() {
      stop.abort();
      await listening;
    },
  };
}

/** Says goodbye, but does not wait for an answer that may never come. */
async function hangUp(client: pg.Client): Promise<void> {
  const goodbye = client.end().catch(() => "gone");
  await Promise.race([goodbye, sleep(1_000, undefined, { ref: false })]);
  (
    client as unknown as { connection: { stream: { destroy(): void } } }
  ).connection.stream.destroy();
}
