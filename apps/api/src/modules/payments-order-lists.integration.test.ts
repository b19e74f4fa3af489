import { randomUUID } from "node:crypto";
import { payIns, payOuts } from "@mainstay/db";
import {
  addTestProof,
  call,
  leadPerson,
  merchantPerson,
  type PayInWorld,
  payInWorld,
  payOutWorld,
  testApi,
  testDatabase,
  testKeys,
  testProofFile,
  testRequisite,
  testStore,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}
const idsOf = (data: unknown): string[] => (data as Listed).items.map(({ id }) => id);
const roubles = (amount: string) => ({ money: { amount, currency: "RUB" } });

/** Three of a world's own, from the oldest: a small one, one that is paid, one by SBP. */
async function threeOf(world: PayInWorld) {
  await testRequisite(world.api.services, { traderId: world.trader.id, method: "sbp" });
  const small = await world.create({ ...roubles("500"), payer: { id: "payer-7" } });
  const paid = await world.create({ reference: "A-1" });
  await world.ask("claimPaid", { orderId: paid.id }, world.as.merchant);
  const sbp = await world.create({ ...roubles("20000"), method: "sbp" });
  return { small: small.id, paid: paid.id, sbp: sbp.id };
}

describe("a list of pay-ins", () => {
  it("is filtered by each of its filters, and by all of them together", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { small, paid, sbp } = await threeOf(world);
    const createdAt = async (id: string) => {
      const [row] = await database.db.select().from(payIns).where(eq(payIns.id, id));
      return row?.createdAt.toISOString();
    };
    const [from, until] = [await createdAt(paid), await createdAt(sbp)];
    const { store, trader, as } = world;
    const listed = async (input: object) =>
      idsOf((await world.look("list", input, as.support)).data);
    const all = [sbp, paid, small];
    expect(await listed({})).toEqual(all);
    expect(await listed({ sort: "oldest" })).toEqual(all.toReversed());
    expect(await listed({ state: "paid_claimed" })).toEqual([paid]);
    expect(await listed({ state: ["paid_claimed", "assigned"] })).toEqual(all);
    expect(await listed({ state: ["expired"] })).toEqual([]);
    expect(await listed({ storeId: store.id, traderId: trader.id, teamId: trader.teamId })).toEqual(
      all,
    );
    expect(await listed({ method: "sbp" })).toEqual([sbp]);
    expect(await listed({ currency: "RUB" })).toEqual(all);
    expect(await listed({ currency: "USD" })).toEqual([]);
    expect(await listed({ reference: "A-1" })).toEqual([paid]);
    expect(await listed({ from })).toEqual([sbp, paid]);
    expect(await listed({ until: from })).toEqual([small]);
    expect(await listed({ from, until })).toEqual([paid]);
    expect(await listed({ currency: "RUB", least: "10000" })).toEqual([sbp, paid]);
    expect(await listed({ currency: "RUB", most: "10000.00" })).toEqual([paid, small]);
    expect(await listed({ currency: "RUB", least: "501", most: "19999.99" })).toEqual([paid]);
    expect(
      await listed({
        storeId: store.id,
        state: "assigned",
        method: "card",
        currency: "RUB",
        most: "500",
        search: small,
      }),
    ).toEqual([small]);
  });

  it("goes on from its cursor, whichever comes first", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { small, paid, sbp } = await threeOf(world);
    for (const [sort, ids] of [
      ["newest", [sbp, paid, small]],
      ["oldest", [small, paid, sbp]],
    ] as const) {
      const input = { sort, limit: 2 };
      const first = (await world.look("list", input, world.as.merchant)).data as Listed;
      const { nextCursor: cursor } = first;
      const rest = (await world.look("list", { ...input, cursor }, world.as.merchant))
        .data as Listed;
      expect([idsOf(first), idsOf(rest), rest.nextCursor]).toEqual([
        ids.slice(0, 2),
        ids.slice(2),
        null,
      ]);
    }
  });

  it("is asked for several states by REST, too", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { small, paid, sbp } = await threeOf(world);
    const listed = async (query: string) => {
      const headers = { authorization: `Bearer ${world.as.merchant}` };
      const answer = await fetch(`${api.url}/api/v1/payments/pay-ins?${query}`, { headers });
      return idsOf(await answer.json());
    };
    expect(await listed("state=paid_claimed")).toEqual([paid]);
    expect(await listed("state=paid_claimed&state=assigned")).toEqual([sbp, paid, small]);
  });
});

describe("a search of pay-ins", () => {
  it("finds by id, reference, payer and bank reference, for whoever is told of these", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { small, paid } = await threeOf(world);
    const { as } = world;
    const fileId = await testProofFile(api, as.merchant);
    await addTestProof(api, { orderId: paid, fileId, bankReference: "SBP 12-ab" }, as.merchant);
    const lead = await leadPerson(api, world.trader.teamId);
    const found = async (search: string, by: string) =>
      idsOf((await world.look("list", { search }, by)).data);
    for (const by of [as.merchant, as.trader, lead, as.support]) {
      expect(await found(paid, by)).toEqual([paid]);
      expect(await found("A-1", by)).toEqual([paid]);
      expect(await found("nothing", by)).toEqual([]);
    }
    for (const by of [as.merchant, as.support]) expect(await found("payer-7", by)).toEqual([small]);
    for (const by of [as.trader, lead]) expect(await found("payer-7", by)).toEqual([]);
    expect(await found("sbp12-AB", as.support)).toEqual([paid]);
    for (const by of [as.merchant, as.trader, lead])
      expect(await found("sbp12-AB", by)).toEqual([]);
  });

  it("finds nothing of another merchant, by whatever", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payInWorld(api);
    const { paid } = await threeOf(world);
    const store = await testStore(database.db);
    const other = await merchantPerson(api, store.merchantId);
    for (const search of [paid, "A-1", "payer-7"])
      expect((await world.look("list", { search }, other)).data).toMatchObject({ items: [] });
  });
});

describe.each(["payIns", "payOuts"] as const)("somebody else's in a filter of %s", (group) => {
  it.each(["list", "export"])(
    "is unknown to its %s, and so is what does not exist",
    async (name) => {
      await using database = await testDatabase();
      await using api = await testApi(database);
      const store = await testStore(database.db);
      const trader = await testTrader(database.db);
      const [otherStore, otherTrader] = [
        await testStore(database.db),
        await testTrader(database.db),
      ];
      const asked = async (input: object, as: string) => {
        const told = await call(api.url, `payments.${group}.${name}`, input, { as, by: "query" });
        return told.error?.reason ?? "answered";
      };
      const merchant = await merchantPerson(api, store.merchantId);
      const lead = await leadPerson(api, trader.teamId);
      const own = { storeId: store.id, traderId: trader.id, teamId: trader.teamId };
      const foreign = {
        storeId: otherStore.id,
        traderId: otherTrader.id,
        teamId: otherTrader.teamId,
      };
      const nobodys = { storeId: randomUUID(), traderId: randomUUID(), teamId: randomUUID() };
      const fields = ["storeId", "traderId", "teamId"] as const;
      const verdicts = async (ids: Record<(typeof fields)[number], string>, as: string) =>
        Promise.all(fields.map((field) => asked({ [field]: ids[field] }, as)));
      const unknown = {
        storeId: "payments.store_unknown",
        traderId: "payments.trader_unknown",
        teamId: "payments.team_unknown",
      };
      const known = (names: readonly string[]) =>
        fields.map((field) => (names.includes(field) ? "answered" : unknown[field]));
      expect(await verdicts(own, merchant)).toEqual(known(["storeId"]));
      expect(await verdicts(own, await traderPerson(api, trader.id))).toEqual(known(["traderId"]));
      expect(await verdicts(own, lead)).toEqual(known(["traderId", "teamId"]));
      for (const ids of [foreign, nobodys])
        for (const as of [merchant, lead, await traderPerson(api, trader.id)])
          expect(await verdicts(ids, as)).toEqual(known([]));
      expect(await verdicts(foreign, testKeys.support)).toEqual(known([...fields]));
      expect(await verdicts(nobodys, testKeys.support)).toEqual(known([]));
      expect(await asked({ least: "1" }, merchant)).toBe("payments.amount_without_currency");
      expect(await asked({ most: "1.001", currency: "RUB" }, merchant)).toBe(
        "ledger.amount_too_precise",
      );
      expect(await asked({ most: "1", currency: "NONE" }, merchant)).toBe(
        "platform.currency_unknown",
      );
      expect(await asked({ from: "0000-01-01T00:00:00Z" }, merchant)).toBe("request.invalid");
      const huge = { most: "9".repeat(30), currency: "RUB" };
      expect(await asked(huge, merchant)).toBe("ledger.amount_too_large");
    },
  );
});

describe("a list of pay-outs", () => {
  it("is filtered, searched and sorted like that of pay-ins", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const world = await payOutWorld(api);
    const { id: first } = await world.create({ reference: "B-1" });
    const { id: second } = await world.create(roubles("500"));
    await world.ask("accept", { orderId: first }, world.as.trader);
    await world.ask("startSending", { orderId: first }, world.as.trader);
    const fileId = await world.proof(world.as.trader);
    const proof = { orderId: first, fileId, bankReference: "SBP-9" };
    await world.ask("giveProof", proof, world.as.trader);
    const listed = async (input: object, as = world.as.support) =>
      idsOf((await world.look("list", input, as)).data);
    expect(await listed({})).toEqual([second, first]);
    expect(await listed({ sort: "oldest" })).toEqual([first, second]);
    expect(await listed({ state: ["proof_uploaded", "failed"] })).toEqual([first]);
    expect(await listed({ traderId: world.trader.id, search: "B-1" })).toEqual([first]);
    expect(await listed({ search: "sbp-9" })).toEqual([first]);
    expect(await listed({ search: "sbp-9" }, world.as.merchant)).toEqual([]);
    expect(await listed({ search: second }, world.as.merchant)).toEqual([second]);
    expect(await listed({ currency: "RUB", most: "600" })).toEqual([second]);
    const [row] = await database.db.select().from(payOuts).where(eq(payOuts.id, first));
    expect(await listed({ until: row?.createdAt.toISOString() })).toEqual([]);
  });
});
