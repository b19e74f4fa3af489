import { randomUUID } from "node:crypto";
import { type Db, paymentEvents, webhookDeliveries, webhookEndpoints } from "@mainstay/db";
import { testDatabase, testMerchant, testStore } from "@mainstay/testing";
import { eq, isNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type Claimed, claimDeliveries, giveBack } from "./claim-deliveries.ts";

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** Endpoints of one merchant, each with so many deliveries that have been due for so long. */
async function backlog(
  db: Db,
  options: {
    endpoints?: number;
    due: number;
    since?: Date;
    failures?: number;
    merchantId?: string;
  },
): Promise<{ merchantId: string; endpointIds: string[] }> {
  const { endpoints = 1, due, since = minutesAgo(1), failures = 0 } = options;
  const merchantId = options.merchantId ?? (await testMerchant(db)).id;
  const store = await testStore(db, { merchantId, terms: null });
  const made = await db
    .insert(webhookEndpoints)
    .values(
      Array.from({ length: endpoints }, () => ({
        merchantId,
        storeId: store.id,
        url: "https://shop.example/",
        types: [],
        state: "active" as const,
        secretSealed: "sealed",
        failures,
        createdAt: since,
      })),
    )
    .returning();
  const events = await db
    .insert(paymentEvents)
    .values(
      Array.from({ length: due }, (_, n) => ({
        merchantId,
        storeId: store.id,
        type: "pay_in.completed",
        objectId: randomUUID(),
        sequence: n,
        data: {},
        at: since,
      })),
    )
    .returning();
  await db.insert(webhookDeliveries).values(
    made.flatMap(({ id: endpointId }) =>
      events.map(({ id: eventId }) => ({
        endpointId,
        eventId,
        state: "pending" as const,
        attempts: 0,
        tries: 0,
        dueAt: since,
      })),
    ),
  );
  return { merchantId, endpointIds: made.map(({ id }) => id) };
}

const claim = (db: Db, free: number, taken = new Map<string, number>()): Promise<Claimed[]> =>
  claimDeliveries(db, { now: new Date(), places: { free, eachMerchant: 20, taken } });

const countBy = (claimed: readonly Claimed[], key: "merchantId" | "endpointId") =>
  Object.fromEntries(
    [...Map.groupBy(claimed, (one) => one[key])].map(([id, all]) => [id, all.length]),
  );

describe("claims of due webhooks", () => {
  it("of many runs at the same moment take four of an endpoint, and one of one that fails", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const sound = await backlog(db, { due: 40 });
    const broken = await backlog(db, { due: 40, failures: 1 });
    const most = { [sound.merchantId]: 4, [broken.merchantId]: 1 };
    // Replays and retries change what comes first, so that two who look at once would take different ones.
    const shuffle = () =>
      db
        .update(webhookDeliveries)
        .set({ dueAt: sql`now() - random() * interval '1 hour'` })
        .where(isNull(webhookDeliveries.leaseUntil));
    const runs = async () => {
      const claims = Array.from({ length: 8 }, () => claim(db, 100));
      const [claimed] = await Promise.all([Promise.all(claims), shuffle(), shuffle(), shuffle()]);
      return [...claimed.flat(), ...(await claim(db, 100))];
    };
    for (let round = 0; round < 30; round += 1) {
      const claimed = await runs();
      expect(countBy(claimed, "merchantId")).toEqual(most);
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(5);
      // Some are still under way when the next runs look.
      const left = claimed.slice(0, 2);
      for (const one of claimed.slice(2)) await giveBack(db, one);
      const all = [...left, ...(await runs())];
      expect(countBy(all, "merchantId")).toEqual(most);
      for (const one of all) await giveBack(db, one);
    }
  });

  it("give the next place to the merchant who holds fewest, whoever has waited longer", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const busy = await backlog(db, { endpoints: 5, due: 30, since: minutesAgo(60) });
    const other = await backlog(db, { due: 2, since: minutesAgo(1) });
    const third = await backlog(db, { due: 2, since: minutesAgo(2) });
    expect(countBy(await claim(db, 6), "merchantId")).toEqual({
      [busy.merchantId]: 2,
      [other.merchantId]: 2,
      [third.merchantId]: 2,
    });
    expect(countBy(await claim(db, 6), "merchantId")).toEqual({ [busy.merchantId]: 6 });
    const late = await backlog(db, { due: 1, since: minutesAgo(0) });
    const [first] = await claim(db, 1);
    expect(first?.merchantId).toBe(late.merchantId);
  });

  it("leave places of a run to others, however much one merchant has due", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const { merchantId } = await backlog(db, { endpoints: 10, due: 10 });
    const claimed = await claim(db, 100, new Map([[merchantId, 5]]));
    expect(claimed).toHaveLength(15);
    expect(await claim(db, 85, new Map([[merchantId, 20]]))).toEqual([]);
    // Another run has places of its own for it.
    expect(await claim(db, 100)).toHaveLength(20);
  });

  it("spread a merchant's places over its endpoints, those that work first", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const { merchantId, endpointIds } = await backlog(db, { endpoints: 3, due: 10 });
    const broken = await backlog(db, { due: 1, failures: 9, since: minutesAgo(60), merchantId });
    const all = Object.fromEntries(endpointIds.map((id) => [id, 1]));
    expect(countBy(await claim(db, 3), "endpointId")).toEqual(all);
    expect(countBy(await claim(db, 3), "endpointId")).toEqual(all);
    const rest = Object.fromEntries(endpointIds.map((id) => [id, 2]));
    expect(countBy(await claim(db, 100), "endpointId")).toEqual({
      ...rest,
      [broken.endpointIds[0] ?? ""]: 1,
    });
  });

  it("take what nobody came back to, and nothing that is not due or whose endpoint is disabled", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const { endpointIds } = await backlog(db, { due: 1 });
    const [first] = await claim(db, 10);
    expect(await claim(db, 10)).toEqual([]);
    const later = { free: 10, eachMerchant: 20, taken: new Map<string, number>() };
    const inTwoMinutes = new Date(Date.now() + 120_000);
    const [again] = await claimDeliveries(db, { now: inTwoMinutes, places: later });
    expect(again).toEqual({ ...first, attempts: 2, tries: 2 });
    await backlog(db, { due: 3, since: minutesAgo(-1) });
    expect(await claim(db, 10)).toEqual([]);
    await db
      .update(webhookEndpoints)
      .set({ state: "disabled", disabledWhy: "removed" })
      .where(eq(webhookEndpoints.id, endpointIds[0] ?? ""));
    const inFour = new Date(Date.now() + 240_000);
    const rest = await claimDeliveries(db, { now: inFour, places: later });
    expect(rest.map(({ endpointId }) => endpointIds.includes(endpointId))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
