import { eventDays } from "@mainstay/contracts";
import { recordMerchantEvent } from "@mainstay/core/payments/events/record-event";
import { sweepMerchantEvents } from "@mainstay/core/payments/events/sweep-events";
import { paymentEvents, transaction } from "@mainstay/db";
import {
  call,
  merchantPerson,
  payInWorld,
  testApi,
  testDatabase,
  testStore,
} from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";

interface Answer {
  readonly items: { id: string; type: string; storeId: string; data: { id: string } }[];
  readonly next: string;
  readonly more: boolean;
}

it("events are listed from the oldest on, to their merchant alone, without a worker", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const world = await payInWorld(api);
  const { store } = world;
  const list = async (input: object, as = world.as.merchant) =>
    call(api.url, "payments.events.list", input, { as, by: "query" });
  const read = async (input: object, as?: string) => (await list(input, as)).data as Answer;
  expect(await read({})).toEqual({ items: [], next: "0", more: false });
  const order = await world.create();
  const first = await read({ limit: 1 });
  expect(first).toMatchObject({ items: [{ type: "pay_in.matching" }], more: true });
  const rest = await read({ after: first.next });
  expect(rest).toMatchObject({
    items: [{ type: "pay_in.assigned", storeId: store.id, data: { id: order.id, fraud: null } }],
    more: false,
  });
  expect(await read({ after: rest.next })).toEqual({ items: [], next: rest.next, more: false });
  await world.ask("claimPaid", { orderId: order.id }, world.as.merchant);
  const later = await read({ after: rest.next, storeId: store.id });
  expect(later.items.map(({ type }) => type)).toEqual(["pay_in.paid_claimed"]);
  const other = await testStore(api.services.db);
  const stranger = await merchantPerson(api, other.merchantId);
  expect((await read({}, stranger)).items).toEqual([]);
  const asked = await list({ storeId: store.id }, stranger);
  expect(asked.error?.reason).toBe("payments.store_unknown");
  expect((await read({}, world.as.support)).items).toHaveLength(3);
  expect((await list({}, world.as.trader)).error?.reason).toBe("request.forbidden");
});

it("an event is told to readers of the feed even where its transaction ends late", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const world = await payInWorld(api);
  const { merchantId, id: storeId } = world.store;
  const record = { type: "pay_in.matching", sequence: 1, merchantId, storeId } as const;
  const objectId = (await world.create()).id;
  const [made] = await database.db.select().from(paymentEvents);
  const data = made?.data as object;
  const list = async (after: string) => {
    const input = { after };
    const as = world.as.merchant;
    return (await call(api.url, "payments.events.list", input, { as, by: "query" })).data as Answer;
  };
  const early = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow = transaction(database.db, async (tx) => {
    const id = recordMerchantEvent(tx, { ...record, objectId, data });
    // By then it is written.
    await tx.execute(sql`select 1`);
    early.resolve();
    await goOn.promise;
    return id;
  });
  await early.promise;
  await transaction(database.db, (tx) => recordMerchantEvent(tx, { ...record, objectId, data }));
  const { next, items } = await list("0");
  expect(items).toHaveLength(3);
  goOn.resolve();
  const id = await slow;
  expect((await list(next)).items.map((one) => one.id)).toEqual([id]);
});

it("an event that an undone change told of is not there", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const world = await payInWorld(api);
  const order = await world.create();
  const { error } = await world.ask(
    "dispute",
    { orderId: order.id, why: "nothing" },
    world.as.trader,
  );
  expect(error?.reason).toBe("payments.pay_in_state");
  expect(await database.db.select().from(paymentEvents)).toHaveLength(2);
});

it("events are kept for the days of the setting", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const { services } = api;
  const world = await payInWorld(api);
  await world.create();
  const sweep = (days: number) =>
    sweepMerchantEvents({
      ...services,
      clock: { now: () => new Date(Date.now() + days * 86_400_000) },
      jobId: "sweep",
      attempt: 1,
      signal: new AbortController().signal,
      once: (effect) => transaction(services.db, effect),
    });
  await sweep(eventDays.default - 1);
  expect(await database.db.select().from(paymentEvents)).toHaveLength(2);
  await sweep(eventDays.default + 1);
  expect(await database.db.select().from(paymentEvents)).toEqual([]);
});
