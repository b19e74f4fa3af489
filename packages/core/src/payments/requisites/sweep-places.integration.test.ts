import { sweepPlaces } from "@mainstay/contracts";
import { orderLooks, requisiteDays, requisiteSlots, transaction } from "@mainstay/db";
import {
  type QueueBackend,
  queueBackends,
  testDatabase,
  testRequisite,
  testWorker,
} from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { enqueue } from "../../platform/index.ts";
import { sweepPlaces as sweep } from "./sweep-places.ts";

describe.each(queueBackends())("on $name", (on: QueueBackend) => {
  it("sums, days and looks that nobody needs any more are deleted, in batches, and no others", async () => {
    await using database = await testDatabase();
    await using worker = await testWorker(database, {
      on,
      jobs: { sweepPlaces },
      handlers: { sweepPlaces: sweep },
    });
    const { db } = worker.services;
    const { id } = await testRequisite(worker.services);
    await db.execute(sql`
      insert into ${requisiteSlots} (requisite_id, payable, order_id, released_at)
      select ${id}::uuid, n, gen_random_uuid(), now() - interval '25 hours' from generate_series(10, 2600) n
      union all select ${id}::uuid, 1, gen_random_uuid(), null
      union all select ${id}::uuid, 2, gen_random_uuid(), now() - interval '23 hours'
      union all select ${id}::uuid, 3, gen_random_uuid(), now() + interval '1 hour'`);
    await db.execute(sql`
      insert into ${requisiteDays} (requisite_id, day, count, sum)
      select ${id}::uuid, (now() at time zone 'utc')::date - n, 1, 1 from unnest(array[0, 1, 90, 91, 400]) n`);
    await db.execute(sql`
      insert into ${orderLooks} (order_id, looks, next_at)
      select gen_random_uuid(), 1, now() - n * interval '1 minute' from unnest(array[0, 59, 61, 6000]) n`);
    await transaction(db, (tx) => enqueue(tx, sweepPlaces, {}));
    await expect
      .poll(() => Promise.all([db.$count(requisiteSlots), db.$count(orderLooks)]), {
        timeout: 15_000,
      })
      .toEqual([3, 2]);
    const slots = await db.select().from(requisiteSlots).orderBy(requisiteSlots.payable);
    expect(slots.map(({ payable }) => payable)).toEqual([1n, 2n, 3n]);
    expect(await db.$count(requisiteDays)).toBe(3);
  });
});

it("a sum that is being taken over is not deleted under whoever takes it", async () => {
  await using database = await testDatabase();
  await using worker = await testWorker(database, { jobs: {}, handlers: {} });
  const { db } = worker.services;
  const { id: requisiteId } = await testRequisite(worker.services);
  const releasedAt = new Date(Date.now() - 30 * 3_600_000);
  const orderId = crypto.randomUUID();
  await db.insert(requisiteSlots).values({ requisiteId, payable: 1n, orderId, releasedAt });
  await transaction(db, async (tx) => {
    await tx.update(requisiteSlots).set({ releasedAt: null });
    await sweep({ db, signal: new AbortController().signal });
  });
  expect(await db.select().from(requisiteSlots)).toMatchObject([{ payable: 1n, releasedAt: null }]);
});
