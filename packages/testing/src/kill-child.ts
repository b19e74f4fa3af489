import { CachedReference, CachedSettings, enqueue, LiveFeed, type Logger } from "@mainstay/core";
import { createDb, transaction } from "@mainstay/db";
import { createDiskStore, createRedis, createSealer } from "@mainstay/runtime";
import { createQueues, type Queues, startJobWorker } from "@mainstay/runtime/jobs";
import { type KillOrder, killJobs, killTiming, leaveEffect } from "./kill-jobs.ts";

/**
 * A worker with the real relay, queues and runner, which promises a few jobs and then kills itself at the
 * point it was told: what no handler and no signal can soften.
 */
const order = JSON.parse(process.argv[2] ?? "") as KillOrder;
const dieAt = (point: KillOrder["point"]): void => {
  if (order.point === point) process.kill(process.pid, "SIGKILL");
};

const log: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
const sealer = createSealer({ keys: [{ id: "a", key: Buffer.alloc(32) }], appSecret: "of a test" });
const bus = { wake() {}, on: () => () => {}, onPrefix: () => () => {} };
const db = createDb({ url: order.databaseUrl, name: "kill-child", max: 6 });
const redis = order.redisUrl
  ? await createRedis({ url: order.redisUrl, prefix: order.redisPrefix, name: "kill-child", log })
  : null;
const queues = createQueues({
  url: order.databaseUrl,
  redis,
  name: "kill-child",
  log,
  poolMax: 4,
  timing: killTiming,
});
const deadly: Queues = {
  ...queues,
  async add(queue, entries) {
    dieAt("written");
    await queues.add(queue, entries);
    dieAt("added");
  },
};

await transaction(db, async (tx) => {
  for (let n = 0; n < 2; n += 1) enqueue(tx, killJobs.count, {});
});
await startJobWorker({
  services: {
    db,
    bus,
    log,
    clock: { now: () => new Date() },
    settings: new CachedSettings({ db, bus, sealer, log }),
    reference: new CachedReference({ db, bus }),
    live: new LiveFeed({ db, bus, log }),
    sealer,
    keyKind: "test",
    fileStore: createDiskStore({ folder: "/nowhere", publicUrl: "http://127.0.0.1", sealer }),
    rateProvider: null,
    mailer: { appUrl: "http://127.0.0.1", send: () => Promise.reject(new Error("no mail here")) },
    telegram: null,
    webPush: null,
    webhookSender: { send: () => Promise.reject(new Error("no webhooks here")) },
  },
  queues: deadly,
  jobs: killJobs,
  handlers: {
    count: async (ctx) => {
      await leaveEffect(ctx, () => dieAt("effect"));
      dieAt("done");
    },
  },
  concurrency: 2,
  relay: { pollMs: 100 },
  sweep: { everyMs: 200, afterMs: 1_000 },
});
