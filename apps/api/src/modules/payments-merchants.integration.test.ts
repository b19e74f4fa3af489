import { randomUUID } from "node:crypto";
import { auditRows } from "@mainstay/db";
import {
  adminPerson,
  call,
  leadPerson,
  merchantPerson,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testMerchant,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.merchants.${name}`, input, { as, by: "query" });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.merchants.${name}`, input, { as, key: randomUUID() });
const idOf = ({ data }: { data: unknown }): string => (data as { id: string }).id;

async function stage() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const api = stack.use(await testApi(database));
  return { database, api, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("a merchant", () => {
  it("is made, renamed, suspended and readmitted by administrators, and the audit says from what to what", async () => {
    await using at = await stage();
    const admin = await adminPerson(at.api);
    const made = await change(at.api, "create", { name: " Shop " }, admin);
    expect(made.data).toMatchObject({ name: "Shop", state: "active" });
    const merchantId = idOf(made);
    const renamed = await change(at.api, "update", { merchantId, name: "Market" }, admin);
    expect(renamed.data).toMatchObject({ id: merchantId, name: "Market", state: "active" });
    for (const state of ["suspended", "active"]) {
      const { data } = await change(at.api, "update", { merchantId, state }, admin);
      expect(data).toMatchObject({ name: "Market", state });
    }
    const { data } = await ask(at.api, "get", { merchantId }, admin);
    expect(data).toMatchObject({ id: merchantId, name: "Market", state: "active" });
    const rows = await at.database.db.select().from(auditRows).orderBy(auditRows.id);
    expect(rows.map(({ action, target, changes }) => [action, target, changes])).toEqual([
      ["payments.merchants.create", `merchant:${merchantId}`, { name: "Shop" }],
      ...[
        [
          { name: "Shop", state: "active" },
          { name: "Market", state: "active" },
        ],
        [
          { name: "Market", state: "active" },
          { name: "Market", state: "suspended" },
        ],
        [
          { name: "Market", state: "suspended" },
          { name: "Market", state: "active" },
        ],
      ].map(([from, to]) => ["payments.merchants.update", `merchant:${merchantId}`, { from, to }]),
    ]);
  });

  it("is seen by its own people, support and administrators, and by others as if there were none", async () => {
    await using at = await stage();
    const { db } = at.database;
    const [own, other] = [await testMerchant(db), await testMerchant(db)];
    const person = await merchantPerson(at.api, own.id);
    for (const as of [person, await supportPerson(at.api), await adminPerson(at.api)]) {
      const { data } = await ask(at.api, "get", { merchantId: own.id }, as);
      expect(data).toMatchObject({ id: own.id, name: own.name });
    }
    for (const merchantId of [other.id, randomUUID()]) {
      const { error } = await ask(at.api, "get", { merchantId }, person);
      expect(error).toMatchObject({
        reason: "payments.merchant_unknown",
        kind: "not_found",
        details: { merchantId },
      });
    }
    const lists = await Promise.all(
      [person, await supportPerson(at.api)].map((as) => ask(at.api, "list", {}, as)),
    );
    expect(
      lists.map(({ data }) => (data as { items: { id: string }[] }).items.map(({ id }) => id)),
    ).toEqual([[own.id], [other.id, own.id]]);
    for (const as of [await traderPerson(at.api, own.id), await leadPerson(at.api, own.id)]) {
      for (const [name, input] of [
        ["get", { merchantId: own.id }],
        ["list", {}],
      ] as const) {
        expect((await ask(at.api, name, input, as)).error?.reason).toBe("request.forbidden");
      }
    }
  });

  it("is changed by nobody but administrators, and not where there is none", async () => {
    await using at = await stage();
    const { id: merchantId } = await testMerchant(at.database.db);
    for (const as of [await merchantPerson(at.api, merchantId), await supportPerson(at.api)]) {
      for (const [name, input] of [
        ["create", { name: "Mine" }],
        ["update", { merchantId, name: "Mine" }],
      ] as const) {
        expect((await change(at.api, name, input, as)).error?.reason).toBe("request.forbidden");
      }
    }
    const input = { merchantId: randomUUID(), name: "Nobody" };
    const { error } = await change(at.api, "update", input, await adminPerson(at.api));
    expect(error?.reason).toBe("payments.merchant_unknown");
  });

  it.each([
    ["nothing", "  "],
    ["too much", "x".repeat(101)],
    ["what turns text around", "Shop\u202Epohs"],
    ["two lines", "Shop\nMarket"],
  ])("is not called %s", async (_name, name) => {
    await using at = await stage();
    const admin = await adminPerson(at.api);
    const { id: merchantId } = await testMerchant(at.database.db);
    for (const [procedure, input] of [
      ["create", { name }],
      ["update", { merchantId, name }],
    ] as const) {
      const { error } = await change(at.api, procedure, input, admin);
      expect(error?.reason).toBe("request.invalid");
    }
  });

  it("is listed in pages, newest first, also those of one state", async () => {
    await using at = await stage();
    const support = await supportPerson(at.api);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const state = count % 2 === 0 ? "active" : "suspended";
      made.unshift((await testMerchant(at.database.db, { state })).id);
    }
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const { data } = await ask(at.api, "list", { limit: 2, cursor }, support);
      const page = data as { items: { id: string }[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(made);
    const { data } = await ask(at.api, "list", { state: "suspended" }, support);
    expect((data as { items: unknown[] }).items).toMatchObject([{ id: made[1] }, { id: made[3] }]);
    const wrong = await ask(at.api, "list", { cursor: "elsewhere" }, support);
    expect(wrong.error?.reason).toBe("request.invalid");
  });

  it("keeps both changes where two are made at once", async () => {
    await using at = await stage();
    const admin = await adminPerson(at.api);
    for (let round = 0; round < 6; round += 1) {
      const { id: merchantId } = await testMerchant(at.database.db);
      await Promise.all([
        change(at.api, "update", { merchantId, name: "Renamed" }, admin),
        change(at.api, "update", { merchantId, state: "suspended" }, admin),
      ]);
      const { data } = await ask(at.api, "get", { merchantId }, admin);
      expect(data).toMatchObject({ name: "Renamed", state: "suspended" });
    }
  });
});
