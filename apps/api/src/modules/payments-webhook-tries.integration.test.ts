import { randomUUID } from "node:crypto";
import { deliverWebhooks } from "@mainstay/core/payments/webhooks/deliver-webhooks";
import { fanOutEvents } from "@mainstay/core/payments/webhooks/fan-out-events";
import { auditRows, paymentEvents, webhookDeliveries, webhookEndpoints } from "@mainstay/db";
import { createLogger } from "@mainstay/runtime";
import {
  jobCtx,
  receiver,
  testApi,
  testDatabase,
  testStore,
  webhookWorld,
} from "@mainstay/testing";
import { assert, describe, expect, it } from "vitest";

const soon = { timeout: 10_000, interval: 20 };

describe("webhooks of one merchant", () => {
  it("hold up no other's, however slowly its receivers answer, and keep a part of the places", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const { db } = database;
    await using tarpit = await receiver();
    const open = Promise.withResolvers<void>();
    tarpit.gate = open.promise;
    for (let n = 0; n < 10; n += 1) await world.endpoint(tarpit.url);
    await world.create();
    await world.create();
    await using shop = await receiver();
    const [own] = await db.select().from(webhookEndpoints).limit(1);
    const other = await testStore(db);
    const { merchantId, id: storeId } = other;
    assert(own);
    const ids = { merchantId, storeId };
    await db.insert(webhookEndpoints).values({ ...own, ...ids, id: randomUUID(), url: shop.url });
    const working = world.work();
    await expect.poll(() => tarpit.got.length, soon).toBe(20);
    const [event] = await db.select().from(paymentEvents).limit(1);
    assert(event);
    await db.insert(paymentEvents).values({ ...event, ...ids, id: randomUUID(), position: null });
    await fanOutEvents(jobCtx(api));
    await expect.poll(() => shop.got.length, soon).toBe(1);
    expect(tarpit.got).toHaveLength(20);
    open.resolve();
    await working;
    expect(tarpit.got).toHaveLength(40);
  });

  it("are claimed by one run of a process, and by the next when that has ended, however it did", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const open = Promise.withResolvers<void>();
    shop.gate = open.promise;
    await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    const ctx = jobCtx(api);
    await fanOutEvents(ctx);
    const first = deliverWebhooks(ctx);
    await expect.poll(() => shop.got.length, soon).toBe(1);
    await world.create();
    await fanOutEvents(ctx);
    // It ends at once, and the first, which waits for its answer, takes what is due meanwhile.
    await deliverWebhooks(ctx);
    await expect.poll(() => shop.got.length, soon).toBe(2);
    open.resolve();
    await first;
    const broken = { ...ctx.settings, get: () => Promise.reject(new Error("no settings")) };
    await expect(deliverWebhooks({ ...ctx, settings: broken })).rejects.toThrow("no settings");
    await world.create();
    await fanOutEvents(ctx);
    await deliverWebhooks(ctx);
    expect(shop.got).toHaveLength(3);
  });
});

describe("a webhook's address", () => {
  it("that is changed while the old one is tried is told what that one did not take, and answers for itself alone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using old = await receiver();
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(old.url, { types: ["pay_in.assigned"] });
    const { id: endpointId } = endpoint;
    await world.create();
    old.status = 500;
    await world.work();
    expect(await world.of(endpointId)).toMatchObject({ failures: 1 });
    const open = Promise.withResolvers<void>();
    Object.assign(old, { gate: open.promise, status: 410 });
    const working = world.work(10_000);
    await expect.poll(() => old.got.length, soon).toBe(2);
    const { data } = await world.ask("update", { endpointId, url: shop.url });
    expect(data).toMatchObject({ failures: 0, failingSince: null });
    open.resolve();
    await working;
    expect(await world.of(endpointId)).toMatchObject({ state: "active", failures: 0 });
    await world.work(3_600_000);
    expect(shop.got.map(({ event }) => event.id)).toEqual([old.got[0]?.event.id]);
  });

  it("stands in audit and log without what can be a secret in it, also where it is refused", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const secret = "c0nf1dent1al";
    const withQuery = `${shop.url}/in?hook=${secret}#${secret}`;
    const { endpoint } = await world.endpoint(withQuery, { types: ["pay_in.assigned"] });
    const { id: endpointId } = endpoint;
    const withName = `https://${secret}:${secret}@shop.example/a`;
    const refusals = await Promise.all([
      world.ask("create", { storeId: world.store.id, url: withName }),
      world.ask("update", { endpointId, url: withName }),
    ]);
    for (const { error } of refusals) expect(error?.reason).toBe("payments.webhook_url_refused");
    await world.ask("update", { endpointId, url: `${shop.url}/other?hook=${secret}` });
    const rows = await database.db.select().from(auditRows);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const changes = JSON.stringify(rows.map((row) => row.changes));
    for (const shown of ["/in?[masked]", "/other?[masked]", "https://[masked]@shop.example/a"])
      expect(changes).toContain(shown);
    expect((await world.of(endpointId)).url).toContain(secret);

    await world.create();
    const lines: string[] = [];
    const env = { ...api.services.env, LOG_LEVEL: "debug" as const };
    const log = createLogger(env, { name: "test", to: { write: (line) => lines.push(line) } });
    shop.status = 500;
    await world.work(0, log);
    // The address is a parameter of the statement that fails here.
    await database.admin("alter table webhook_endpoints add check (failures < 2)");
    await world.work(10_000, log);
    expect(shop.got).toHaveLength(2);
    expect(lines.join("")).toContain("a webhook could not be delivered");
    expect(lines.join("")).not.toContain(secret);
  });
});

describe("a replay", () => {
  it("brings at once what waits for its next try, and leaves what is being tried", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const types = ["pay_in.assigned"];
    const { id: endpointId } = (await world.endpoint(shop.url, { types })).endpoint;
    await world.create();
    Object.assign(shop, { status: 503, headers: { "retry-after": "86400" } });
    await world.work();
    await world.work(3_600_000);
    expect(shop.got).toHaveLength(1);
    const [delivery] = await database.db.select().from(webhookDeliveries);
    const one = { endpointId, what: { kind: "delivery", deliveryId: delivery?.id } };
    expect((await world.ask("replay", one)).data).toEqual({ deliveries: 1 });
    const open = Promise.withResolvers<void>();
    Object.assign(shop, { status: 200, headers: {}, gate: open.promise });
    const working = world.work();
    await expect.poll(() => shop.got.length, soon).toBe(2);
    expect((await world.ask("replay", one)).data).toEqual({ deliveries: 0 });
    open.resolve();
    await working;
    expect(new Set(shop.got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [after] = await database.db.select().from(webhookDeliveries);
    expect(after).toMatchObject({ state: "delivered", attempts: 2, tries: 1 });
  });
});
