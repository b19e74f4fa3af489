import { randomUUID } from "node:crypto";
import { auditRows, storeTraders } from "@mainstay/db";
import {
  adminPerson,
  call,
  merchantPerson,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testStore,
  testTeam,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const list = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.storeTraders.list", input, { as, by: "query" });
const set = (api: TestApi, input: object, as: string) =>
  call(api.url, "payments.storeTraders.set", input, { as, key: randomUUID() });
const itemsOf = ({ data }: { data: unknown }) => (data as { items: { traderId: string }[] }).items;

async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  const store = await testStore(database.db);
  const as = await supportPerson(api);
  const dispose = () => stack.disposeAsync();
  return { database, api, store, storeId: store.id, as, [Symbol.asyncDispose]: dispose };
}

describe("a trader at a store", () => {
  it("is allowed, denied and neither by support and administrators, as the audit says", async () => {
    await using at = await stage();
    const { storeId } = at;
    const { id: traderId } = await testTrader(at.database.db, { name: "Tom" });
    const admin = await adminPerson(at.api);
    for (const [rule, as] of [
      ["allow", at.as],
      ["deny", admin],
      ["deny", at.as],
      ["none", at.as],
      ["none", admin],
    ] as const) {
      const { data } = await set(at.api, { storeId, traderId, rule }, as);
      expect(data).toEqual({ storeId, traderId, rule });
      const { items } = (await list(at.api, { storeId }, as)).data as { items: unknown[] };
      expect(items).toEqual(
        rule === "none" ? [] : [{ storeId, traderId, traderName: "Tom", rule }],
      );
    }
    const rows = await at.database.db.select().from(auditRows).orderBy(auditRows.id);
    const { target } = { target: `store:${storeId}` };
    expect(rows).toMatchObject(
      [
        ["none", "allow"],
        ["allow", "deny"],
        ["deny", "deny"],
        ["deny", "none"],
        ["none", "none"],
      ].map(([from, to]) => ({ target, changes: { traderId, from, to } })),
    );
  });

  it("is not for merchants and traders to see or set", async () => {
    await using at = await stage();
    const { storeId } = at;
    const { id: traderId } = await testTrader(at.database.db);
    for (const as of [
      await merchantPerson(at.api, at.store.merchantId),
      await traderPerson(at.api, traderId),
    ]) {
      for (const told of [
        await list(at.api, { storeId }, as),
        await set(at.api, { storeId, traderId, rule: "allow" }, as),
      ]) {
        expect(told.error?.reason).toBe("request.forbidden");
      }
    }
  });

  it("is refused where there is no such store or trader", async () => {
    await using at = await stage();
    const { storeId, as } = at;
    const { id: traderId } = await testTrader(at.database.db);
    const nobody = randomUUID();
    for (const told of [
      await list(at.api, { storeId: nobody }, as),
      await set(at.api, { storeId: nobody, traderId, rule: "deny" }, as),
    ]) {
      expect(told.error).toMatchObject({
        reason: "payments.store_unknown",
        details: { storeId: nobody },
      });
    }
    const { error } = await set(at.api, { storeId, traderId: nobody, rule: "deny" }, as);
    expect(error).toMatchObject({
      reason: "payments.trader_unknown",
      details: { traderId: nobody },
    });
    expect(await at.database.db.$count(storeTraders)).toBe(0);
  });

  it("is listed in pages, newest traders first, and only those of the store", async () => {
    await using at = await stage();
    const { storeId, as } = at;
    const other = await testStore(at.database.db);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { id: traderId } = await testTrader(at.database.db);
      made.unshift(traderId);
      for (const id of [storeId, other.id]) {
        await set(at.api, { storeId: id, traderId, rule: "deny" }, as);
      }
    }
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const told = await list(at.api, { storeId, limit: 2, cursor }, as);
      seen.push(...itemsOf(told).map(({ traderId }) => traderId));
      cursor = (told.data as { nextCursor: string | null }).nextCursor;
    }
    expect(seen).toEqual(made);
  });

  it("has one rule where many set one at once", async () => {
    await using at = await stage();
    const { storeId, as } = at;
    const { id: traderId } = await testTrader(at.database.db);
    const rules = ["allow", "deny", "none"] as const;
    for (let round = 0; round < 4; round += 1) {
      const told = await Promise.all(
        Array.from({ length: 9 }, (_, count) =>
          set(at.api, { storeId, traderId, rule: rules[count % 3] }, as),
        ),
      );
      expect(told.filter(({ status }) => status !== 200)).toEqual([]);
    }
    const [now] = await at.database.db.select().from(storeTraders);
    // Each tells the audit what it found, so that from the first to the last they make one chain.
    const rows = await at.database.db.select().from(auditRows);
    const steps = rows.map(({ changes }) => changes as { from: string; to: string });
    const left = rules.map((rule) => ({
      rule,
      more:
        steps.filter(({ from }) => from === rule).length -
        steps.filter(({ to }) => to === rule).length,
    }));
    const last = now?.rule ?? "none";
    expect(left).toEqual(
      rules.map((rule) => ({ rule, more: Number(rule === "none") - Number(rule === last) })),
    );
  });
});

describe("who may serve a store", () => {
  const dear = { feeIn: 60_000, feeOut: 0 };
  async function withTraders() {
    const at = await stage();
    const { id: teamId } = await testTeam(at.database.db, { commissionIn: 0, commissionOut: 0 });
    const cheap = await testTrader(at.database.db, { teamId, feeIn: 10_000, feeOut: 0 });
    const costly = await testTrader(at.database.db, { teamId, ...dear });
    const rule = (trader: { id: string }, to: string) =>
      set(at.api, { storeId: at.storeId, traderId: trader.id, rule: to }, at.as);
    return { ...at, cheap, costly, rule };
  }
  const refused = { error: { reason: "payments.fee_parts_exceed" } };

  it("must not cost more than it pays: who is denied does not count, and counts again when that ends", async () => {
    await using at = await withTraders();
    const { cheap, costly, rule } = at;
    expect(await rule(cheap, "deny")).toMatchObject(refused);
    expect(await rule(costly, "deny")).toMatchObject({ status: 200 });
    expect(await rule(cheap, "deny")).toMatchObject({ status: 200 });
    for (const to of ["none", "allow"]) {
      expect(await rule(costly, to)).toMatchObject({
        error: {
          ...refused.error,
          details: {
            traderId: costly.id,
            storeId: at.storeId,
            direction: "pay_in",
            parts: "6",
            fee: "5",
          },
        },
      });
    }
  });

  it("are only those it allows, where it allows any; when the last of them goes, all count again", async () => {
    await using at = await withTraders();
    const { cheap, costly, rule } = at;
    expect(await rule(cheap, "allow")).toMatchObject({ status: 200 });
    expect(await rule(costly, "allow")).toMatchObject(refused);
    for (const to of ["deny", "none"]) expect(await rule(cheap, to)).toMatchObject(refused);
    expect(await rule(costly, "deny")).toMatchObject({ status: 200 });
    expect(await rule(cheap, "none")).toMatchObject({ status: 200 });
  });

  it("may cost exactly what it pays, also beside a cheaper store and a dearer trader apart from it", async () => {
    await using at = await withTraders();
    const { db } = at.database;
    const cheaper = await testStore(db, { terms: { feeMillionths: 10_000 } });
    expect(await at.rule(at.costly, "deny")).toMatchObject(refused);
    const only = { storeId: cheaper.id, traderId: at.cheap.id, rule: "allow" as const };
    await db.insert(storeTraders).values(only);
    expect(await at.rule(at.costly, "deny")).toMatchObject({ status: 200 });
    const exact = { teamId: at.cheap.teamId, feeIn: 50_000, feeOut: 50_000 };
    expect(await at.rule(await testTrader(db, exact), "allow")).toMatchObject({ status: 200 });
    const more = { ...exact, feeOut: 50_001 };
    expect(await at.rule(await testTrader(db, more), "allow")).toMatchObject(refused);
  });

  it("does not change beside terms that are lowered at once", async () => {
    await using at = await stage();
    const admin = await adminPerson(at.api);
    const { id: teamId } = await testTeam(at.database.db, { commissionIn: 0, commissionOut: 0 });
    const { id: traderId } = await testTrader(at.database.db, { teamId, feeIn: 40_000, feeOut: 0 });
    const money = (amount: string, currency = "RUB") => ({ amount, currency });
    const terms = {
      storeId: at.storeId,
      direction: "pay_in",
      currency: "RUB",
      min: money("1"),
      max: money("2"),
      feeFixed: money("0", "USDT"),
      active: true,
    };
    const save = (method: string, feePercent: string) =>
      call(
        at.api.url,
        "payments.terms.save",
        { ...terms, method, feePercent },
        { as: admin, key: randomUUID() },
      );
    const rule = (to: string) => set(at.api, { storeId: at.storeId, traderId, rule: to }, at.as);
    for (let round = 0; round < 8; round += 1) {
      expect(await save("card", "5")).toMatchObject({ status: 200 });
      expect(await rule("deny")).toMatchObject({ status: 200 });
      const told = await Promise.all([save("card", "3"), rule("none")]);
      expect(told.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(told.flatMap(({ error }) => error?.reason ?? [])).toEqual([
        "payments.fee_parts_exceed",
      ]);
    }
  });
});
