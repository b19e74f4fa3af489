import { createHmac } from "node:crypto";
import { webhookLoopback, webhookOverlapHours, webhooksMost } from "@mainstay/contracts";
import { deliveries, webhookAttempts, webhookDeliveries } from "@mainstay/db";
import {
  type Endpoint,
  fakeServer,
  merchantPerson,
  receiver,
  setSetting,
  testApi,
  testDatabase,
  testStore,
  traderPerson,
  webhookWorld,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const day = 86_400_000;

/** As Standard Webhooks 1.0 says it, from what was sent alone. */
function isSignedBy(secret: string, sent?: { headers: Record<string, string>; body: string }) {
  const { "webhook-id": id, "webhook-timestamp": at } = sent?.headers ?? {};
  const hmac = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"));
  const expected = `v1,${hmac.update(`${id}.${at}.${sent?.body}`).digest("base64")}`;
  return sent?.headers["webhook-signature"]?.split(" ").includes(expected);
}

describe("webhooks", () => {
  it("bring each state of an order as merchants see it, signed by the secret that was told once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { secret, endpoint } = await world.endpoint(shop.url);
    const order = await world.create();
    await world.work();
    const types = shop.got.map(({ event }) => `${event.type} ${event.sequence}`);
    expect(types.toSorted()).toEqual(["pay_in.assigned 2", "pay_in.matching 1"]);
    for (const sent of shop.got) {
      const { headers, event } = sent;
      expect(isSignedBy(secret, sent)).toBe(true);
      expect([event.id, event.storeId]).toEqual([headers["webhook-id"], world.store.id]);
      expect(event.data).toMatchObject({ id: order.id, traderId: null, fraud: null });
      expect(`pay_in.${event.data.state}`).toBe(event.type);
    }
    const { data } = await world.look("attempts", { endpointId: endpoint.id });
    expect((data as { items: object[] }).items).toMatchObject([
      { status: 200, problem: null, body: "answered 200", delivery: "delivered" },
      { status: 200 },
    ]);
    const listed = await world.look("list", { storeId: world.store.id });
    expect(JSON.stringify(listed.data)).not.toContain(secret.slice(6));
    await world.work();
    expect(shop.got).toHaveLength(2);
  });

  it("are only those of the types that were asked for", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    await world.work();
    expect(shop.got.map(({ event }) => event.type)).toEqual(["pay_in.assigned"]);
  });

  it("that fail come again under the same id with a new time, until they are taken", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    shop.status = 500;
    await world.work();
    await world.work(1_000);
    expect(shop.got).toHaveLength(1);
    expect(await world.of(endpoint.id)).toMatchObject({ failures: 1 });
    await world.work(10_000);
    shop.status = 204;
    await world.work(2 * 3_600_000);
    expect(new Set(shop.got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(shop.got.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(3);
    expect(new Set(shop.got.map(({ body }) => body)).size).toBe(1);
    expect(await world.of(endpoint.id)).toMatchObject({ failures: 0 });
  });

  it("end after ten tries, and come again by a replay of all that failed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    shop.status = 302;
    for (let n = 0; n < 12; n += 1) await world.work((n * day) / 3);
    for (let n = 0; n < 12; n += 1) await world.work((4 + 1.5 * n) * day);
    expect(shop.got).toHaveLength(10);
    shop.status = 200;
    const replay = (what: object) => world.ask("replay", { endpointId: endpoint.id, what });
    expect((await replay({ kind: "failed" })).data).toEqual({ deliveries: 1 });
    expect((await replay({ kind: "failed" })).data).toEqual({ deliveries: 0 });
    await world.work();
    expect(shop.got).toHaveLength(11);
    expect(new Set(shop.got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [delivery] = await database.db.select().from(webhookDeliveries);
    const one = { kind: "delivery", deliveryId: delivery?.id };
    expect((await replay(one)).data).toEqual({ deliveries: 1 });
    await world.work();
    expect(shop.got).toHaveLength(12);
  });

  it("wait as long as the receiver asks", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    await world.create();
    Object.assign(shop, { status: 429, headers: { "retry-after": "3600" } });
    await world.work();
    await world.work(1_800_000);
    expect(shop.got).toHaveLength(1);
    await world.work(3_700_000);
    expect(shop.got).toHaveLength(2);
  });

  it("are disabled by 410, the merchant's people are told, and a time brings what was missed", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url, { types: ["pay_in.assigned"] });
    const from = new Date(Date.now() - 60_000).toISOString();
    await world.create();
    shop.status = 410;
    await world.work();
    expect(await world.of(endpoint.id)).toMatchObject({ state: "disabled", disabledWhy: "gone" });
    const mails = await database.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.template, "payments.webhook_disabled"));
    expect(mails.map(({ channel }) => channel)).toContain("email");
    shop.status = 200;
    await world.create();
    await world.work(10_000);
    expect(shop.got).toHaveLength(1);
    const endpointId = endpoint.id;
    const until = new Date(Date.now() + 60_000).toISOString();
    const again = { endpointId, what: { kind: "time", from, until } };
    for (const [procedure, input] of [
      ["replay", again],
      ["sendTest", { endpointId }],
    ] as const)
      expect((await world.ask(procedure, input)).error?.reason).toBe("payments.webhook_disabled");
    await world.ask("update", { endpointId, state: "active" });
    expect((await world.ask("replay", again)).data).toEqual({ deliveries: 2 });
    await world.work();
    expect(shop.got).toHaveLength(3);
  });

  it("are disabled after five days and twenty tries without a success, and not before", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url);
    for (let n = 0; n < 3; n += 1) await world.create();
    shop.status = 500;
    for (let n = 0; n < 30; n += 1) await world.work(n * 3_600_000);
    expect((await world.of(endpoint.id)).failures).toBeGreaterThanOrEqual(20);
    expect(await world.of(endpoint.id)).toMatchObject({ state: "active" });
    await world.work(5.1 * day);
    const { state, disabledWhy } = await world.of(endpoint.id);
    expect([state, disabledWhy]).toEqual(["disabled", "failing"]);
    const tries = shop.got.length;
    await world.work(9 * day);
    expect(shop.got).toHaveLength(tries);
  });

  it("are signed by both secrets while one replaces the other, and by the new one alone after that", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const old = await world.endpoint(shop.url);
    const endpointId = old.endpoint.id;
    const { data } = await world.ask("rotateSecret", { endpointId });
    const { secret } = data as { secret: string };
    expect(secret).not.toBe(old.secret);
    await world.ask("sendTest", { endpointId });
    await world.work();
    const sent = shop.got[0];
    for (const one of [secret, old.secret]) expect(isSignedBy(one, sent)).toBe(true);
    expect(sent?.event).toMatchObject({ type: "webhook.test", data: { endpointId } });
    await world.ask("sendTest", { endpointId });
    await world.work((webhookOverlapHours.default + 1) * 3_600_000);
    expect(shop.got[1]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("are not begun again where a slow one is, which holds up no other", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    let slow = 0;
    let most = 0;
    await using tarpit = await fakeServer(() => {
      most = Math.max(most, (slow += 1));
      return { ending: "held", body: "x" };
    });
    await using shop = await receiver();
    await world.endpoint(tarpit.url);
    await world.endpoint(shop.url);
    for (let n = 0; n < 4; n += 1) await world.create();
    const began = Date.now();
    let quick = 0;
    const watch = setInterval(() => {
      if (shop.got.length === 8 && quick === 0) quick = Date.now() - began;
    }, 10);
    const first = world.work();
    await expect.poll(() => slow, { timeout: 5_000 }).toBe(4);
    // Another run, as of another process: the four that are under way are all that it may have.
    await world.work();
    await first;
    clearInterval(watch);
    expect(shop.got).toHaveLength(8);
    expect(slow).toBe(8);
    expect(quick).toBeLessThan(2_000);
  });
});

describe("webhook endpoints", () => {
  it("are not set up where nothing may be sent", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    const create = (url: string) => world.ask("create", { storeId: world.store.id, url });
    expect((await create("http://10.0.0.1/")).error?.reason).toBe("payments.webhook_url_refused");
    await setSetting(api, webhookLoopback.setting, false);
    for (const url of [
      "https://127.0.0.1/",
      "https://0x7f000001/",
      "https://[::ffff:127.0.0.1]/",
      "https://localhost/",
      "https://169.254.169.254/",
      "https://me:secret@shop.example/",
      "https://shop.example:8080/",
    ])
      expect((await create(url)).error?.reason).toBe("payments.webhook_url_refused");
    const { data } = await create("https://shop.example/");
    const { endpoint } = data as { endpoint: Endpoint };
    const moved = await world.ask("update", { endpointId: endpoint.id, url: "https://[::1]/" });
    expect(moved.error?.reason).toBe("payments.webhook_url_refused");
  });

  it("are so many at most, also of two that are made at once", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await setSetting(api, webhooksMost.setting, 3);
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        world.ask("create", { storeId: world.store.id, url: "https://shop.example/" }),
      ),
    );
    const reasons = made.map(({ error }) => error?.reason ?? "made").toSorted();
    const many = "payments.webhooks_too_many";
    expect(reasons).toEqual(["made", "made", "made", many, many, many]);
    const ids = made.flatMap(({ data }) =>
      data ? [(data as { endpoint: Endpoint }).endpoint.id] : [],
    );
    const endpointId = ids[0] ?? "";
    const removed = await world.ask("remove", { endpointId });
    expect(removed.data).toMatchObject({ state: "disabled", disabledWhy: "removed" });
    await world.endpoint("https://shop.example/");
    const resumed = await world.ask("update", { endpointId, state: "active" });
    expect(resumed.error?.reason).toBe(many);
  });

  it("of another merchant are unknown, by whatever id and to whatever is asked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await webhookWorld(api);
    await using shop = await receiver();
    const { endpoint } = await world.endpoint(shop.url);
    const endpointId = endpoint.id;
    const { data } = await world.ask("sendTest", { endpointId });
    const { deliveryId } = data as { deliveryId: string };
    const other = await testStore(api.services.db);
    const stranger = await merchantPerson(api, other.merchantId);
    const what = { kind: "failed" };
    for (const [procedure, input] of [
      ["update", { endpointId, types: [] }],
      ["remove", { endpointId }],
      ["rotateSecret", { endpointId }],
      ["sendTest", { endpointId }],
      ["replay", { endpointId, what }],
    ] as const)
      expect((await world.ask(procedure, input, stranger)).error?.reason).toBe(
        "payments.webhook_unknown",
      );
    for (const procedure of ["get", "attempts"])
      expect((await world.look(procedure, { endpointId }, stranger)).error?.reason).toBe(
        "payments.webhook_unknown",
      );
    const { id: storeId } = world.store;
    const url = "https://shop.example/";
    const unknownStore = "payments.store_unknown";
    expect((await world.ask("create", { storeId, url }, stranger)).error?.reason).toBe(
      unknownStore,
    );
    expect((await world.look("list", { storeId }, stranger)).error?.reason).toBe(unknownStore);
    expect((await world.look("list", {}, stranger)).data).toEqual({ items: [], nextCursor: null });
    const theirs = await world.ask("create", { storeId: other.id, url }, stranger);
    const own = (theirs.data as { endpoint: Endpoint }).endpoint.id;
    const unknownDelivery = "payments.webhook_delivery_unknown";
    const one = { endpointId: own, what: { kind: "delivery", deliveryId } };
    expect((await world.ask("replay", one, stranger)).error?.reason).toBe(unknownDelivery);
    const attempts = await world.look("attempts", { endpointId: own, deliveryId }, stranger);
    expect(attempts.error?.reason).toBe(unknownDelivery);
    const trader = await traderPerson(api, world.trader.id);
    expect((await world.look("list", {}, trader)).error?.reason).toBe("request.forbidden");
    const support = await world.look("get", { endpointId }, world.as.support);
    expect(support.data).toMatchObject({ id: endpointId });
    expect((await world.ask("remove", { endpointId }, world.as.support)).error?.reason).toBe(
      "request.forbidden",
    );
    expect(await database.db.select().from(webhookAttempts)).toEqual([]);
  });
});
