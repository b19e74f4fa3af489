import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import pg from "pg";
import {
  type Carrier,
  createBus,
  decodeWake,
  encodeWake,
  type Hearing,
  type ProcessBus,
} from "./bus.ts";

export interface PostgresBusOptions {
  readonly db: Db;
  /** For the connection that listens: not through a pooler that shares sessions. */
  readonly url: string;
  readonly name: string;
  readonly log: Logger;
  /** How often the listening connection is asked whether it still stands. */
  readonly heartbeatMs?: number;
}

const channel = "mainstay_wake";
const answerMs = 5_000;
const longestPauseMs = 5_000;

/** NOTIFY through the pool, and one connection of its own that only listens. */
export function createPostgresBus(options: PostgresBusOptions): ProcessBus {
  const log = options.log.child({ module: "bus" });
  return createBus(log, (hearing) => carry({ ...options, log }, hearing));
}

function carry(options: PostgresBusOptions, hearing: Hearing): Carrier {
  const { db, log } = options;
  const self = randomUUID();
  const stop = new AbortController();
  const heard = (payload = ""): void => hearing.heard(decodeWake(payload, self));
  const listening = keepListening(options, { ...hearing, notified: heard }, stop.signal);
  return {
    async send(topics) {
      await db.$client.query({
        name: "mainstay_wake",
        text: "select pg_notify($1, $2)",
        values: [channel, encodeWake(self, topics)],
      });
    },
    async close() {
      stop.abort();
      await listening;
      log.debug({}, "the bus is closed");
    },
  };
}

interface Heard {
  notified(payload: string | undefined): void;
  connected(): void;
}

async function keepListening(
  options: PostgresBusOptions,
  heard: Heard,
  stop: AbortSignal,
): Promise<void> {
  for (let failures = 0; !stop.aborted;) {
    const since = performance.now();
    try {
      await listen(options, heard, stop);
    } catch (error) {
      if (!stop.aborted) options.log.warn({ err: error }, "the bus cannot listen; trying again");
    }
    failures = performance.now() - since > longestPauseMs ? 0 : failures + 1;
    const pause = Math.min(50 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
    await sleep(pause, undefined, { signal: stop }).catch(() => "stopped");
  }
}

/** Resolves when the connection has ended, in whatever way; rejects when there was none. */
async function listen(options: PostgresBusOptions, heard: Heard, stop: AbortSignal): Promise<void> {
  const { log, heartbeatMs = 10_000 } = options;
  const client = new pg.Client({
    connectionString: options.url,
    application_name: `${options.name}:bus`,
    keepAlive: true,
    connectionTimeoutMillis: answerMs,
    query_timeout: Math.min(heartbeatMs, answerMs),
  });
  const ended = Promise.withResolvers<false>();
  const end = (): void => ended.resolve(false);
  client.on("error", (error) => {
    log.warn({ err: error }, "the bus lost its connection");
    end();
  });
  client.on("end", end);
  client.on("notification", ({ payload }) => heard.notified(payload));
  stop.addEventListener("abort", end, { once: true });
  let heartbeat: NodeJS.Timeout | undefined;
  try {
    const standing = client.connect().then(async () => {
      await client.query(`listen ${channel}`);
      return true;
    });
    if (await Promise.race([standing, ended.promise])) {
      heard.connected();
      // A connection whose other end is gone without a word is noticed only by asking.
      heartbeat = setInterval(() => {
        client.query("select 1").catch((error: unknown) => {
          log.warn({ err: error }, "the bus got no answer from its connection");
          end();
        });
      }, heartbeatMs);
      await ended.promise;
    }
  } finally {
    clearInterval(heartbeat);
    stop.removeEventListener("abort", end);
    await hangUp(client);
  }
}

/** Says goodbye, but does not wait for an answer that may never come. */
async function hangUp(client: pg.Client): Promise<void> {
  const goodbye = client.end().catch(() => "gone");
  await Promise.race([goodbye, sleep(500, undefined, { ref: false })]);
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
}
