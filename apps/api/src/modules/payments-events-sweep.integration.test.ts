import { eventDays } from "@mainstay/contracts";
import type { Logger } from "@mainstay/core";
import { sweepMerchantEvents } from "@mainstay/core/payments/events/sweep-events";
import { paymentEvents, transaction, webhookAttempts, webhookDeliveries } from "@mainstay/db";
import { jobCtx, receiver, testApi, testDatabase, webhookWorld } from "@mainstay/testing";
import { eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const day = 86_400_000;
const soon = { timeout: 10_000, interval: 20 };
const waitingForLocks =
  "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
const overdue = (eventDays.default + 1) * day;

describe("the sweep of events", () => {
  it("leaves those that are still to be delivered or being tried, and takes them afterwards", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const { db } = database;
    await using shop = await receiver();
    const open = Promise.withResolvers<void>();
    Object.assign(shop, { gate: open.promise, status: 500 });
    const types = ["pay_in.assigned"];
    const { endpoint } = await world.endpoint(shop.url, { types });
    await world.create();
    const sweep = (laterMs = overdue) => sweepMerchantEvents(jobCtx(api, { laterMs }));
    const events = async () => (await db.select().from(paymentEvents)).map(({ type }) => type);
    const working = world.work();
    await expect.poll(() => shop.got.length, soon).toBe(1);
    await sweep();
    expect(await events()).toEqual(types);
    open.resolve();
    await working;
    const { data } = await world.look("attempts", { endpointId: endpoint.id });
    expect((data as { items: object[] }).items).toMatchObject([
      { status: 500, delivery: "pending" },
    ]);
    await sweep();
    expect(await events()).toEqual(types);
    shop.status = 200;
    await world.work(day);
    await sweep(day);
    expect(await events()).toEqual(types);
    await sweep();
    expect(await events()).toEqual([]);
    expect(await db.select().from(webhookAttempts)).toEqual([]);
  });

  it("takes what a disabled endpoint left behind once nobody tries it, and a try that ends later harms nothing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const { db } = database;
    await using shop = await receiver();
    const open = Promise.withResolvers<void>();
    Object.assign(shop, { gate: open.promise, status: 500 });
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    const errors: string[] = [];
    const nothing = () => {};
    const error = (_: object, message: string) => void errors.push(message);
    const log: Logger = { debug: nothing, info: nothing, warn: nothing, error, child: () => log };
    // The lease is as of then.
    const working = world.work(overdue, log);
    await expect.poll(() => shop.got.length, soon).toBe(1);
    await world.ask("remove", { endpointId: endpoint.id });
    const sweep = (laterMs: number) => sweepMerchantEvents(jobCtx(api, { laterMs }));
    await sweep(overdue);
    expect(await db.select().from(webhookDeliveries)).toHaveLength(1);
    await sweep(overdue + 120_000);
    expect(await db.select().from(paymentEvents)).toEqual([]);
    open.resolve();
    await working;
    expect(errors).toEqual([]);
    expect(await db.select().from(webhookAttempts)).toEqual([]);
    expect(await world.of(endpoint.id)).toMatchObject({ failures: 1 });
  });

  it("and a replay at the same moment: what the replay promised is there, and nothing else", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const { db } = database;
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    const { id: endpointId } = endpoint;
    const time = { kind: "time", from: "2020-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" };
    for (const what of [{ kind: "failed" }, time, time]) {
      await world.create();
      await world.work();
      await db.update(webhookDeliveries).set({ state: "failed" });
      const [replayed] = await Promise.all([
        world.ask("replay", { endpointId, what }),
        sweepMerchantEvents(jobCtx(api, { laterMs: overdue })),
        sweepMerchantEvents(jobCtx(api, { laterMs: overdue })),
      ]);
      const { deliveries } = replayed.data as { deliveries: number };
      const pending = eq(webhookDeliveries.state, "pending");
      expect(await db.$count(webhookDeliveries, pending)).toBe(deliveries);
      await world.work(day);
      await sweepMerchantEvents(jobCtx(api, { laterMs: overdue }));
      expect(await db.select().from(paymentEvents)).toEqual([]);
    }
  });

  it("has what it looks at to itself: a replay waits, and promises nothing of what is gone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const { db } = database;
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    const { id: endpointId } = endpoint;
    const time = { kind: "time", from: "2020-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z" };
    for (const what of [{ kind: "failed" }, time]) {
      await world.create();
      if (what.kind === "failed") {
        await world.work();
        await db.update(webhookDeliveries).set({ state: "failed" });
      }
      const replayed = await transaction(db, async (tx) => {
        const held = await tx.select().from(paymentEvents).for("update");
        const asked = world.ask("replay", { endpointId, what });
        const waiting = () => database.admin(waitingForLocks);
        await expect.poll(waiting, soon).toBe(1);
        await tx.delete(paymentEvents).where(
          inArray(
            paymentEvents.id,
            held.map(({ id }) => id),
          ),
        );
        return { asked };
      });
      expect((await replayed.asked).data).toEqual({ deliveries: 0 });
      expect(await db.select().from(webhookDeliveries)).toEqual([]);
    }
  });
});
