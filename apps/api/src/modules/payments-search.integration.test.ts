import { randomUUID } from "node:crypto";
import { merchants, requisites } from "@mainstay/db";
import {
  addTestProof,
  adminPerson,
  call,
  leadPerson,
  payInWorld,
  payOutWorld,
  type TestApi,
  testApi,
  testDatabase,
  testMerchant,
  testProofFile,
  testStore,
  testTrader,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

interface Hit {
  readonly kind: string;
  readonly id: string;
}
const ask = (api: TestApi, text: string, as: string) =>
  call(api.url, "payments.search", { text }, { as });
async function found(api: TestApi, text: string, as: string): Promise<string[]> {
  const { data, error } = await ask(api, text, as);
  if (error) throw new Error(JSON.stringify(error));
  return (data as { items: Hit[] }).items.map(({ kind, id }) => `${kind} ${id}`);
}

describe("a search", () => {
  it("finds pay-ins by id, reference, payer, bank reference and the sum that was asked for", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { merchant, support } = world.as;
    const order = await world.create({ reference: "A-17", payer: { id: "payer-7" } });
    const shifted = await world.create();
    const fileId = await testProofFile(api, merchant);
    await addTestProof(api, { orderId: order.id, fileId, bankReference: "SBP 55" }, merchant);
    const hit = `pay_in ${order.id}`;
    for (const text of [
      order.id,
      "A-17",
      " A-17 ",
      "payer-7",
      "sbp55",
      "10000 RUB",
      "10 000,00 rub",
    ])
      expect({ text, found: await found(api, text, support) }).toEqual({ text, found: [hit] });
    expect(await found(api, "10000.01 RUB", support)).toEqual([`pay_in ${shifted.id}`]);
    for (const text of [
      "10000.01 USDT",
      "10000.001 RUB",
      `${"9".repeat(25)} RUB`,
      "A-1",
      randomUUID(),
    ])
      expect(await found(api, text, support)).toEqual([]);
    const { data } = await ask(api, "A-17", support);
    expect(data).toEqual({
      items: [
        {
          kind: "pay_in",
          id: order.id,
          merchantId: world.store.merchantId,
          storeId: world.store.id,
          traderId: world.trader.id,
          reference: "A-17",
          state: "assigned",
          money: { amount: "10000.00", currency: "RUB" },
          payable: { amount: "10000.00", currency: "RUB" },
          createdAt: expect.any(String),
        },
      ],
    });
  });

  it("finds pay-outs by id, reference, bank reference and sum", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: orderId } = await world.create({ reference: "B-3" });
    for (const step of ["accept", "startSending"])
      await world.ask(step, { orderId }, world.as.trader);
    const fileId = await world.proof(world.as.trader);
    await world.ask("giveProof", { orderId, fileId, bankReference: "SBP-8" }, world.as.trader);
    for (const text of [orderId, "B-3", "sbp-8", "10000 RUB"])
      expect(await found(api, text, world.as.support)).toEqual([`pay_out ${orderId}`]);
  });

  it("finds a requisite by id, its whole number however it is written, and its end; also an archived one", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { requisite, as } = await payInWorld(api);
    const { id, number, numberMasked } = requisite;
    const hit = `requisite ${id}`;
    const spaced = number.replace(/(\d{4})/g, "$1 ");
    const state = "archived" as const;
    for (const archived of [false, true]) {
      if (archived)
        await database.db.update(requisites).set({ state }).where(eq(requisites.id, id));
      for (const text of [id, number, spaced, number.slice(-4)])
        expect(await found(api, text, as.support)).toEqual([hit]);
    }
    const { data } = await ask(api, number, as.support);
    expect(data).toMatchObject({ items: [{ numberMasked, state, holder: "IVAN PETROV" }] });
    expect(JSON.stringify(data)).not.toContain(number);
  });

  it("finds traders, merchants and stores by id and by a part of their names, with no wildcards", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = database;
    const { support } = (await payInWorld(api)).as;
    const merchant = await testMerchant(db, { name: "Nordwind 100%" });
    const store = await testStore(db, { merchantId: merchant.id, name: "Nordwind tickets" });
    const trader = await testTrader(db, { name: "nordwind_7" });
    const hits = [`trader ${trader.id}`, `merchant ${merchant.id}`, `store ${store.id}`];
    expect(await found(api, "NORDW", support)).toEqual(hits);
    for (const [text, hit] of [
      [trader.id, hits[0]],
      [merchant.id, hits[1]],
      [store.id, hits[2]],
      ["0%", hits[1]],
      ["d_7", hits[0]],
    ] as const)
      expect({ text, found: await found(api, text, support) }).toEqual({ text, found: [hit] });
    expect(await found(api, "%%", support)).toEqual([]);
  });

  it("answers with the newest 20 of a kind", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { support } = (await payInWorld(api)).as;
    const rows = await database.db
      .insert(merchants)
      .values(
        Array.from({ length: 25 }, () => ({
          name: "Sameword",
          state: "active" as const,
          createdAt: new Date(),
        })),
      )
      .returning();
    const newest = rows
      .map(({ id }) => `merchant ${id}`)
      .toSorted()
      .toReversed();
    expect(await found(api, "Sameword", support)).toEqual(newest.slice(0, 20));
  });

  it("is support's and administrators' alone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    await world.create({ reference: "A-17" });
    for (const as of [
      world.as.merchant,
      world.as.trader,
      await leadPerson(api, world.trader.teamId),
    ])
      expect((await ask(api, "A-17", as)).error?.reason).toBe("request.forbidden");
    expect(await found(api, "A-17", await adminPerson(api))).toHaveLength(1);
  });
});
