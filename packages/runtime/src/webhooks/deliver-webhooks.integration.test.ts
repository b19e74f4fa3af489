import { randomUUID } from "node:crypto";
import { deliverWebhooks, fanOutEvents, webhookLoopback } from "@mainstay/contracts";
import { deliverWebhooks as deliver } from "@mainstay/core/payments/webhooks/deliver-webhooks";
import { recordMerchantEvent } from "@mainstay/core/payments/events/record-event";
import { fanOutEvents as fanOut } from "@mainstay/core/payments/webhooks/fan-out-events";
import { sealSecret } from "@mainstay/core/payments/webhooks/webhook-secret";
import { settings, transaction, webhookDeliveries, webhookEndpoints } from "@mainstay/db";
import {
  fakeServer,
  queueBackends,
  type QueueBackend,
  testDatabase,
  type TestDatabase,
  testStore,
  testWorker,
} from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const soon = { timeout: 20_000, interval: 50 };

/** Waits are over at once: the clock of retries is hurried along in the table. */
const hurry = (database: TestDatabase) =>
  database.db
    .update(webhookDeliveries)
    .set({ dueAt: sql`now()` })
    .where(eq(webhookDeliveries.state, "pending"));

async function world(database: TestDatabase, on: QueueBackend, url: string) {
  await database.db.insert(settings).values({
    key: webhookLoopback.setting,
    value: true,
    changedBy: "test",
    changedAt: new Date(),
  });
  const start = () =>
    testWorker(database, {
      on,
      jobs: { deliverWebhooks, fanOutEvents },
      handlers: { deliverWebhooks: deliver, fanOutEvents: fanOut },
    });
  const worker = await start();
  const { db, sealer } = worker.services;
  const store = await testStore(db);
  await db.insert(webhookEndpoints).values({
    merchantId: store.merchantId,
    storeId: store.id,
    url,
    types: [],
    state: "active",
    secretSealed: sealSecret(sealer, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
    failures: 0,
    createdAt: new Date(),
  });
  const record = (sequence: number) =>
    transaction(db, (tx) =>
      recordMerchantEvent(tx, {
        type: "pay_in.completed",
        sequence,
        merchantId: store.merchantId,
        storeId: store.id,
        objectId: randomUUID(),
        data: {},
      }),
    );
  return { worker, start, record };
}

describe.each(queueBackends())("webhooks on $name", (on) => {
  it("to a receiver that fails three times in ten lose nothing, and repeat by the same id only", async () => {
    await using database = await testDatabase();
    const taken = new Map<string, number>();
    let failed = 0;
    await using shop = await fakeServer(({ headers }) => {
      if (Math.random() < 0.3) {
        failed += 1;
        return { status: 500 };
      }
      const id = String(headers["webhook-id"]);
      taken.set(id, (taken.get(id) ?? 0) + 1);
      return {};
    });
    const { worker, start, record } = await world(database, on, shop.url);
    await using _one = worker;
    await using _two = await start();
    const told = await Promise.all(Array.from({ length: 30 }, (_, n) => record(n)));
    await expect
      .poll(async () => {
        await hurry(database);
        return taken.size;
      }, soon)
      .toBe(told.length);
    expect([...taken.keys()].toSorted()).toEqual(told.toSorted());
    // One that was taken is not sent again; what nobody waited for might be, but nothing died here.
    expect([...taken.values()].every((times) => times === 1)).toBe(true);
    expect(failed).toBeGreaterThan(0);
  });

  it("of a worker that died are sent again, by the same id", async () => {
    await using database = await testDatabase();
    const ids: string[] = [];
    await using shop = await fakeServer(({ headers }) => {
      ids.push(String(headers["webhook-id"]));
      return {};
    });
    const { worker, record } = await world(database, on, shop.url);
    await using _one = worker;
    const id = await record(1);
    await expect.poll(() => ids, soon).toEqual([id]);
    const stateNow = async () => (await database.db.select().from(webhookDeliveries))[0]?.state;
    await expect.poll(stateNow, soon).toBe("delivered");
    // As if it had been sent, and nobody had lived to write that down: the lease runs out.
    const [delivery] = await database.db
      .update(webhookDeliveries)
      .set({ state: "pending", leaseUntil: sql`now() + interval '1 second'` })
      .returning();
    expect(delivery?.eventId).toBe(id);
    await expect.poll(() => ids, soon).toEqual([id, id]);
  });
});
