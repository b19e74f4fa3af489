import { randomUUID } from "node:crypto";
import { type AnySetting, fraudPayerVelocity, fraudUnpaidOften } from "@mainstay/contracts";
import { payIns, settings, transaction, type Tx } from "@mainstay/db";
import { type TestApi, testApi, testDatabase, testStore, type TestStore } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import { assessPayIn } from "./assess-pay-in.ts";
import { ipHash } from "./fingerprints.ts";

type Earlier = Partial<typeof payIns.$inferInsert> & { ip?: string; minutesAgo?: number };

/** Orders that were made before, `count` of one kind. */
async function earlier({ services }: TestApi, store: TestStore, count: number, of: Earlier = {}) {
  const { ip, minutesAgo = 1, ...rest } = of;
  const at = Date.now() - minutesAgo * 60_000;
  const one = (): typeof payIns.$inferInsert => ({
    id: v7({ msecs: at }),
    merchantId: store.merchantId,
    storeId: store.id,
    reference: randomUUID(),
    metadata: {},
    state: "completed",
    version: 1,
    currency: "RUB",
    method: "card",
    amount: 777_00n,
    rateId: randomUUID(),
    rate: "100",
    value: 7_770_000n,
    merchantFee: 0n,
    payerIp: ip === undefined ? null : ipHash(services.sealer, ip),
    fraudScore: 0,
    fraudRules: [],
    createdAt: new Date(at),
    ...rest,
  });
  await services.db.insert(payIns).values(Array.from({ length: count }, one));
}

const asked = { currency: "RUB", method: "card", amount: 100_00n };
const assess = ({ services }: TestApi, store: TestStore, payer: { id?: string; ip?: string }) =>
  assessPayIn(services, services.db, { ...asked, store, payer });

async function set({ services }: TestApi, { setting }: AnySetting, value: unknown) {
  const changed = { value, changedAt: new Date(), changedBy: "system:test" };
  await services.db.insert(settings).values({ key: setting, ...changed });
}

describe("whoever is to pay", () => {
  it("is let through where nothing is known against him, and a little less where nothing is known at all", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const store = await testStore(api.services.db);
    const known = await assess(api, store, { id: "ann", ip: "203.0.113.7" });
    expect(known).toMatchObject({ decision: "allow", score: 0, rules: [] });
    expect(known.payerIp).toEqual(ipHash(api.services.sealer, "203.0.113.7"));
    expect(await assess(api, store, {})).toEqual({
      decision: "allow",
      score: 5,
      rules: ["payer_unknown"],
      payerIp: null,
    });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ score: 0, payerIp: null });
  });

  it("is hasty by orders at this merchant within the hour, and by nobody else's", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = api.services;
    const store = await testStore(db);
    const sister = await testStore(db, { merchantId: store.merchantId });
    const other = await testStore(db);
    await earlier(api, store, 5, { payerId: "ann" });
    await earlier(api, store, 9, { payerId: "bob" });
    await earlier(api, store, 9, { payerId: "ann", minutesAgo: 61 });
    await earlier(api, other, 9, { payerId: "ann" });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ score: 0 });
    await earlier(api, sister, 1, { payerId: "ann", minutesAgo: 59 });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({
      decision: "allow",
      score: 40,
      rules: ["payer_velocity"],
    });
    expect(await assess(api, store, { id: "Ann" })).toMatchObject({ score: 0 });
  });

  it("is hasty by orders from one network at all merchants", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = api.services;
    const [store, other] = [await testStore(db), await testStore(db)];
    await earlier(api, store, 15, { ip: "2001:db8:1:2::1" });
    await earlier(api, other, 14, { ip: "2001:db8:1:2::2" });
    await earlier(api, other, 40, { ip: "2001:db8:1:3::2" });
    await earlier(api, other, 40, { ip: "2001:db8:1:2::2", minutesAgo: 61 });
    const from = { id: "ann", ip: "2001:db8:1:2:3:4:5:6" };
    expect(await assess(api, store, from)).toMatchObject({ score: 0 });
    await earlier(api, other, 1, { ip: "2001:db8:1:2::2" });
    expect(await assess(api, store, from)).toMatchObject({ score: 30, rules: ["ip_velocity"] });
  });

  it("repeats himself by the very same sum in one currency within the half hour", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const store = await testStore(api.services.db);
    const ann = { payerId: "ann", amount: 100_00n };
    await earlier(api, store, 2, ann);
    await earlier(api, store, 1, { ...ann, amount: 100_01n });
    await earlier(api, store, 1, { ...ann, currency: "KZT" });
    await earlier(api, store, 1, { ...ann, minutesAgo: 31 });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ score: 0 });
    // Six within the hour by now, so that this is the second rule.
    await earlier(api, store, 1, ann);
    expect(await assess(api, store, { id: "ann" })).toMatchObject({
      decision: "review",
      score: 70,
      rules: ["payer_velocity", "amount_repeated"],
    });
  });

  it("did not pay too often within the day, by name or by network", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = api.services;
    const [store, other] = [await testStore(db), await testStore(db)];
    const hours = 60 * 23;
    await earlier(api, store, 2, { payerId: "ann", state: "expired", minutesAgo: hours });
    await earlier(api, store, 1, { payerId: "ann", state: "cancelled", minutesAgo: hours });
    await earlier(api, store, 5, { payerId: "ann", state: "no_trader", minutesAgo: hours });
    await earlier(api, store, 5, { payerId: "ann", state: "expired", minutesAgo: 60 * 25 });
    await earlier(api, other, 5, { payerId: "ann", state: "expired", minutesAgo: hours });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ score: 0 });
    await earlier(api, store, 1, { payerId: "ann", state: "expired", minutesAgo: hours });
    const often = { decision: "review", score: 50, rules: ["unpaid_often"] };
    expect(await assess(api, store, { id: "ann" })).toMatchObject(often);
    const ip = "198.51.100.4";
    await earlier(api, other, 14, { ip, state: "expired", minutesAgo: hours });
    expect(await assess(api, store, { ip })).toMatchObject({ score: 0 });
    await earlier(api, store, 1, { ip, state: "cancelled", minutesAgo: hours });
    expect(await assess(api, store, { ip })).toMatchObject(often);
  });

  it("is told by the newest orders, however many there are", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const store = await testStore(api.services.db);
    await earlier(api, store, 4, { payerId: "ann", state: "expired", minutesAgo: 600 });
    await earlier(api, store, 196, { payerId: "ann", minutesAgo: 300 });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ rules: ["unpaid_often"] });
    await earlier(api, store, 1, { payerId: "ann", minutesAgo: 200 });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({ rules: [] });
  });

  it("is measured by the settings as they stand", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const store = await testStore(api.services.db);
    await set(api, fraudPayerVelocity, { orders: 2, minutes: 5, points: 120 });
    await set(api, fraudUnpaidOften, { payerOrders: 1, ipOrders: 1, minutes: 60, points: 0 });
    await earlier(api, store, 2, { payerId: "ann", state: "expired", minutesAgo: 4 });
    await earlier(api, store, 9, { payerId: "bob", minutesAgo: 6 });
    expect(await assess(api, store, { id: "ann" })).toMatchObject({
      decision: "reject",
      score: 120,
      rules: ["payer_velocity"],
    });
    expect(await assess(api, store, { id: "bob" })).toMatchObject({ score: 0 });
  });

  it("is judged by a bounded number of rows, however many orders there are", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = api.services;
    const store = await testStore(db);
    for (let round = 0; round < 4; round += 1) {
      await earlier(api, store, 1_000, { payerId: "guest", ip: "192.0.2.1" });
      await earlier(api, await testStore(db), 1_000, { payerId: "ann", ip: "192.0.2.2" });
    }
    await database.admin("analyze pay_ins");
    const rowsRead = async (tx: Tx) => {
      const { rows } = await tx.execute<{ read: string }>(
        sql`select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'pay_ins'`,
      );
      return Number(rows[0]?.read);
    };
    const read = (payer: { id: string; ip: string }) =>
      transaction(db, async (tx) => {
        const before = await rowsRead(tx);
        // More often than it takes to have one plan for all.
        for (let round = 0; round < 8; round += 1)
          await assessPayIn(api.services, tx, { ...asked, store, payer });
        return ((await rowsRead(tx)) - before) / 8;
      });
    expect(await read({ id: "guest", ip: "192.0.2.1" })).toBe(400);
    expect(await read({ id: "ann", ip: "192.0.2.3" })).toBe(0);
  });
});
