import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type AnyTemplate, notify } from "@mainstay/core";
import { deliverWith } from "@mainstay/core/platform/notifications/deliver";
import { type Db, deliveries, deliveryAttempts, transaction } from "@mainstay/db";
import {
  fakePush,
  fakeSmtp,
  fakeTelegram,
  type QueueBackend,
  queueBackends,
  reachable,
  silence,
  testDatabase,
  type TestDatabase,
  testProcess,
} from "@mainstay/testing";
import {
  type DeliverOrder,
  notices,
  quickDeliver,
  quickTiming,
} from "@mainstay/testing/deliver-order";
import { asc } from "drizzle-orm";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { startJobWorker } from "./job-worker.ts";
import { createPushKeys } from "./push/push-keys.ts";
import { createWebPush } from "./push/web-push.ts";

const child = path.join(import.meta.dirname, "../../testing/src/deliver-child.ts");
const soon = { timeout: 30_000, interval: 50 };
const keys = createPushKeys();

/**
 * Promises the notice, lets a worker of its own process get as far as the other side's silence, kills it,
 * and lets another worker finish.
 */
async function killWhileSending(
  on: QueueBackend,
  from: {
    database: TestDatabase;
    template: AnyTemplate;
    env: Record<string, string>;
    pushUrl?: string;
    /** Resolves when the other side has it. */
    reached: Promise<void>;
  },
) {
  const { database, template, pushUrl = null } = from;
  const env = {
    VAPID_PUBLIC_KEY: keys.publicKey,
    VAPID_PRIVATE_KEY: keys.privateKey,
    ...from.env,
  };
  await using process = await testProcess(database, { on, env, timing: quickTiming });
  const { services } = process;
  const { browser, to } = await reachable(services);
  await transaction(database.db, (tx) => notify(services, tx, to, template, { text: "hello" }));

  const order: DeliverOrder = {
    env: {
      DATABASE_URL: database.url,
      REDIS_PREFIX: database.name,
      ...(on.redisUrl === null ? {} : { REDIS_URL: on.redisUrl }),
      ...env,
    },
    pushUrl,
  };
  const life = spawn(globalThis.process.execPath, [child, JSON.stringify(order)], {
    env: { PATH: globalThis.process.env["PATH"] },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  life.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const died = once(life, "exit");
  await Promise.race([
    from.reached,
    died.then(() => Promise.reject(new Error(`the worker ended by itself: ${complaints}`))),
  ]);
  expect(await logOf(database.db)).toMatchObject({ state: "sending", attempts: ["null"] });
  life.kill("SIGKILL");
  await died;

  const webPush = pushUrl
    ? createWebPush({ ...keys, contact: "mailto:post@mainstay.test", via: pushUrl })
    : null;
  const worker = await startJobWorker({
    services: { ...services, webPush },
    queues: process.queues,
    jobs: quickDeliver,
    handlers: { deliver: deliverWith(Object.values(notices)) },
    relay: { pollMs: 50 },
    sweep: { everyMs: 100, afterMs: 60_000 },
  });
  const ended = async () => (await logOf(database.db)).endedAt;
  try {
    await expect.poll(ended, soon).not.toBeNull();
  } finally {
    await worker.stop({ finishMs: 5_000 });
  }
  return { browser, log: await logOf(database.db) };
}

async function logOf(db: Db) {
  const [delivery] = await db.select().from(deliveries);
  const attempts = await db.select().from(deliveryAttempts).orderBy(asc(deliveryAttempts.number));
  if (!delivery) throw new Error("nothing was promised");
  return { ...delivery, attempts: attempts.map(({ outcome }) => String(outcome)) };
}

describe.each(queueBackends())(
  "a worker killed while it sends, on $name",
  { timeout: 90_000 },
  (on) => {
    it("mails again under the same Message-ID, and the log says that the first is not known", async () => {
      await using database = await testDatabase();
      const reached = Promise.withResolvers<void>();
      const raw: string[] = [];
      await using server = await fakeSmtp({
        onData(stream, _session, done) {
          let text = "";
          stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
          stream.on("end", () => {
            raw.push(text);
            // The first has arrived, and its sender never hears of it.
            if (raw.length === 1) reached.resolve();
            else done();
          });
        },
      });
      const env = { SMTP_URL: server.url };
      const { log } = await killWhileSending(on, {
        database,
        template: notices.email,
        env,
        reached: reached.promise,
      });
      expect(log).toMatchObject({ state: "sent", sealed: null, attempts: ["unknown", "accepted"] });
      const mails = await Promise.all(raw.map((each) => PostalMime.parse(each)));
      expect(mails.map(({ messageId }) => messageId)).toEqual([log.reference, log.reference]);
    });

    it("pushes again under the same topic and tag, which take the first one's place", async () => {
      await using database = await testDatabase();
      await using service = await fakePush();
      const reached = Promise.withResolvers<void>();
      service.verdict = () => {
        if (service.pushed.length > 1) return { status: 201 };
        reached.resolve();
        return silence;
      };
      const { log, browser } = await killWhileSending(on, {
        database,
        template: notices.push,
        env: {},
        pushUrl: service.url,
        reached: reached.promise,
      });
      expect(log).toMatchObject({ state: "sent", sealed: null, attempts: ["unknown", "accepted"] });
      const topic = log.id.replaceAll("-", "");
      expect(service.pushed.map(({ headers }) => headers["topic"])).toEqual([topic, topic]);
      const tags = service.pushed.map(({ body }) => (browser.read(body) as { tag: string }).tag);
      expect(tags).toEqual([log.id, log.id]);
    });

    it.each([
      {
        of: "security writes to Telegram again",
        template: notices.telegramSecurity,
        ends: { state: "sent", problem: null, attempts: ["unknown", "accepted"] },
      },
      {
        of: "anything else does not write to Telegram twice",
        template: notices.telegram,
        ends: { state: "failed", problem: "unknown_outcome", attempts: ["unknown"] },
      },
    ])("of $of", async ({ template, ends }) => {
      await using database = await testDatabase();
      await using telegram = await fakeTelegram();
      const reached = Promise.withResolvers<void>();
      telegram.verdict = () => {
        if (telegram.messages.length > 1) return "taken";
        reached.resolve();
        return silence;
      };
      const { log } = await killWhileSending(on, {
        database,
        template,
        env: telegram.env,
        reached: reached.promise,
      });
      expect(log).toMatchObject({ ...ends, sealed: null });
      expect(telegram.messages).toHaveLength(ends.attempts.length);
    });
  },
);
