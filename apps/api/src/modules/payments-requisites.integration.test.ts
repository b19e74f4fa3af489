import { randomUUID } from "node:crypto";
import { auditRows, idempotencyAnswers, requisites } from "@mainstay/db";
import {
  adminPerson,
  call,
  leadPerson,
  merchantPerson,
  supportPerson,
  type TestApi,
  testAccount,
  testApi,
  testDatabase,
  testRequisite,
  testSession,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { describe, expect, it } from "vitest";

const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.requisites.${name}`, input, { by: "query", as });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.requisites.${name}`, input, { key: randomUUID(), as });

interface Page {
  readonly items: { readonly id: string; readonly number: string | null }[];
  readonly nextCursor: string | null;
}
const idsOf = (data: unknown): string[] => (data as Page).items.map(({ id }) => id);
const roubles = (amount: string) => ({ amount, currency: "RUB" });

const number = "4111111111111111";
const card = {
  method: "card",
  bank: "sber",
  holder: "IVAN PETROV",
  number: "4111 1111-1111 1111",
  min: roubles("100"),
  max: roubles("5000.50"),
};

async function someTrader(api: TestApi) {
  const { id: traderId, teamId } = await testTrader(api.services.db, { turns: false });
  return { traderId, teamId, as: await traderPerson(api, traderId) };
}

/** Who blocks says why. */
const said = (name: string) => (name === "block" ? { why: "its owner reported it" } : {});

describe("a requisite", () => {
  it("is added by its trader, with its number in one spelling, sealed, and in full for its own people alone", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, teamId, as } = await someTrader(api);
    const made = await change(api, "create", { traderId, ...card }, as);
    const requisite = {
      id: expect.any(String),
      traderId,
      method: "card",
      bank: "sber",
      currency: "RUB",
      holder: "IVAN PETROV",
      number,
      numberMasked: "•••• 1111",
      min: roubles("100.00"),
      max: roubles("5000.50"),
      dayCountCap: null,
      daySumCap: null,
      parallelCap: 1,
      coolDownSeconds: 0,
      state: "active",
      liveOrders: 0,
      lastAssignedAt: null,
      createdAt: expect.any(String),
    };
    expect(made.data).toEqual(requisite);
    const { id: requisiteId } = made.data as { id: string };
    const [row] = await database.db.select().from(requisites);
    expect(row).toMatchObject({
      minAmount: 100_00n,
      maxAmount: 5_000_50n,
      numberHash: api.services.sealer.fingerprint(`requisite:card:${number}`),
    });
    expect(api.services.sealer.open("requisites.number", row?.numberSealed ?? "")).toBe(number);
    expect((await ask(api, "get", { requisiteId }, as)).data).toEqual(requisite);
    const colleagues = [
      await leadPerson(api, teamId),
      await supportPerson(api),
      await adminPerson(api),
    ];
    for (const colleague of colleagues) {
      const masked = { ...requisite, number: null };
      expect((await ask(api, "get", { requisiteId }, colleague)).data).toEqual(masked);
      expect((await ask(api, "list", {}, colleague)).data).toMatchObject({ items: [masked] });
    }
    expect((await ask(api, "list", {}, as)).data).toMatchObject({ items: [requisite] });
  });

  it("does not tell its number to a colleague who looks at its trader's account", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId } = await someTrader(api);
    const { id: requisiteId } = await testRequisite(api.services, { traderId });
    const scope = { kind: "trader", id: traderId } as const;
    const account = await testAccount(api.services, { grants: [{ role: "trader", scope }] });
    const { id: realAccountId } = await testAccount(api.services, {
      grants: [{ role: "support", scope: null }],
    });
    const options = { realAccountId };
    const session = await testSession(api.services, account, "trader", options);
    const { data } = await ask(api, "get", { requisiteId }, session.accessToken);
    expect(data).toMatchObject({ id: requisiteId, number: null });
  });

  it("leaves neither number nor holder in audit and stored answers", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const made = await change(api, "create", { traderId, ...card }, as);
    const { id: requisiteId } = made.data as { id: string };
    await change(api, "update", { requisiteId, holder: "PETR IVANOV" }, as);
    const written = JSON.stringify([
      await database.db.select().from(auditRows),
      await database.db.select().from(idempotencyAnswers),
    ]);
    expect(written).toContain(`requisite:${requisiteId}`);
    for (const text of [number, card.number, "IVAN", "PETR"]) expect(written).not.toContain(text);
  });

  it("can be for any number kind, and has the limits that were said", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const [min, max] = [
      { amount: "1", currency: "KZT" },
      { amount: "2", currency: "KZT" },
    ];
    const caps = {
      dayCountCap: 3,
      daySumCap: { amount: "4.5", currency: "KZT" },
      parallelCap: 2,
      coolDownSeconds: 60,
    };
    const given = { traderId, holder: "A", min, max, ...caps };
    const phone = { ...given, method: "phone", number: "+7 (701) 234-56-78" };
    expect((await change(api, "create", phone, as)).data).toMatchObject({
      ...caps,
      daySumCap: { amount: "4.50", currency: "KZT" },
      bank: null,
      number: "+77012345678",
      numberMasked: "•••• 5678",
    });
    const account = { ...given, method: "account", number: "kz86 125k zt50 0410 0100" };
    expect((await change(api, "create", account, as)).data).toMatchObject({
      number: "KZ86125KZT5004100100",
    });
  });

  it.each<[string, object, string, object?]>([
    ["an unknown method", { method: "pigeon" }, "payments.method_unknown", { method: "pigeon" }],
    [
      "a method of another currency",
      { method: "sbp", min: { amount: "1", currency: "KZT" } },
      "payments.method_unfit",
    ],
    [
      "a method without numbers",
      { method: "cash" },
      "payments.requisite_method_unfit",
      { method: "cash" },
    ],
    ["an unknown currency", { min: { amount: "1", currency: "XXX" } }, "platform.currency_unknown"],
    ["an unknown bank", { bank: "piggy" }, "payments.requisite_bank_unknown", { bank: "piggy" }],
    [
      "a card that Luhn refuses",
      { number: "4111 1111 1111 1112" },
      "payments.requisite_number_unfit",
    ],
    ["a card that is a phone", { number: "+79001234567" }, "payments.requisite_number_unfit"],
    [
      "limits in two currencies",
      { max: { amount: "500", currency: "USD" } },
      "payments.requisite_limits_unfit",
    ],
    [
      "a cap in another currency",
      { daySumCap: { amount: "500", currency: "USD" } },
      "payments.requisite_limits_unfit",
    ],
    [
      "a least above the most",
      { min: roubles("5000.51") },
      "payments.requisite_limits_unfit",
      { problem: "min is above max" },
    ],
    ["a least of nothing", { min: roubles("0") }, "payments.requisite_limits_unfit"],
    ["a negative cap", { daySumCap: roubles("-1") }, "payments.requisite_limits_unfit"],
    ["too fine an amount", { max: roubles("500.001") }, "ledger.amount_too_precise"],
    ["too large an amount", { max: roubles("9".repeat(30)) }, "ledger.amount_too_large"],
    ["a holder that turns text around", { holder: "a\u202eb" }, "request.invalid"],
    ["no place for an order", { parallelCap: 0 }, "request.invalid"],
    ["no order a day", { dayCountCap: 0 }, "request.invalid"],
    ["a negative wait", { coolDownSeconds: -1 }, "request.invalid"],
  ])("is not made of %s", async (_, changes, reason, details) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const { error } = await change(api, "create", { traderId, ...card, ...changes }, as);
    expect(error).toMatchObject({ reason, ...(details ? { details } : {}) });
    expect(JSON.stringify(error)).not.toContain("4111");
    expect(await database.db.$count(requisites)).toBe(0);
  });

  it("is its trader's: others can neither add, change nor find one", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const own = await someTrader(api);
    const other = await someTrader(api);
    const { id: ownId } = await testRequisite(api.services, { traderId: own.traderId });
    const { id: otherId } = await testRequisite(api.services, { traderId: other.traderId });
    for (const traderId of [other.traderId, randomUUID()]) {
      expect((await change(api, "create", { traderId, ...card }, own.as)).error).toMatchObject({
        reason: "payments.trader_unknown",
        details: { traderId },
      });
    }
    const unknown = (requisiteId: string) => ({
      reason: "payments.requisite_unknown",
      kind: "not_found",
      details: { requisiteId },
    });
    for (const requisiteId of [otherId, randomUUID()]) {
      expect((await ask(api, "get", { requisiteId }, own.as)).error).toMatchObject(
        unknown(requisiteId),
      );
      for (const name of ["update", "pause", "resume", "archive"]) {
        const { error } = await change(api, name, { requisiteId }, own.as);
        expect(error).toMatchObject(unknown(requisiteId));
      }
    }
    const support = await supportPerson(api);
    for (const name of ["block", "unblock"]) {
      const missing = randomUUID();
      const { error } = await change(api, name, { requisiteId: missing, ...said(name) }, support);
      expect(error).toMatchObject(unknown(missing));
    }
    const lead = await leadPerson(api, own.teamId);
    expect((await ask(api, "get", { requisiteId: otherId }, lead)).error).toMatchObject(
      unknown(otherId),
    );
    expect(idsOf((await ask(api, "list", {}, lead)).data)).toEqual([ownId]);
    const theirs = { traderId: other.traderId };
    for (const as of [lead, own.as])
      expect((await ask(api, "list", theirs, as)).error).toMatchObject({
        reason: "payments.trader_unknown",
        details: theirs,
      });
    expect(idsOf((await ask(api, "list", theirs, support)).data)).toEqual([otherId]);

    const forbidden: [string, string[]][] = [
      [own.as, ["block", "unblock"]],
      [lead, ["update", "archive", "block", "unblock"]],
      [support, ["update", "pause", "resume", "archive"]],
      [await merchantPerson(api, own.traderId), ["update", "pause", "archive", "block"]],
    ];
    for (const [as, names] of forbidden) {
      for (const name of names) {
        const { error } = await change(api, name, { requisiteId: ownId, ...said(name) }, as);
        expect({ name, reason: error?.reason }).toEqual({ name, reason: "request.forbidden" });
      }
    }
    for (const as of [lead, support]) {
      const { error } = await change(api, "create", { traderId: own.traderId, ...card }, as);
      expect(error?.reason).toBe("request.forbidden");
    }
  });

  it("is listed page by page, by trader, state, method and currency, and by its whole number", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const support = await supportPerson(api);
    const own = await someTrader(api);
    const { traderId } = own;
    const first = await testRequisite(api.services, { traderId });
    const phone = await testRequisite(api.services, { traderId, method: "sbp" });
    const gone = await testRequisite(api.services, { state: "archived" });
    const listed = async (input: object, as = support) =>
      idsOf((await ask(api, "list", input, as)).data);
    expect(await listed({})).toEqual([gone.id, phone.id, first.id]);
    const page = (await ask(api, "list", { limit: 2 }, support)).data as Page;
    expect(idsOf(page)).toEqual([gone.id, phone.id]);
    expect(await listed({ limit: 2, cursor: page.nextCursor })).toEqual([first.id]);
    expect(await listed({ state: "archived" })).toEqual([gone.id]);
    expect(await listed({ method: "sbp" })).toEqual([phone.id]);
    expect(await listed({ currency: "KZT" })).toEqual([]);
    expect(await listed({ traderId, state: "active" })).toEqual([phone.id, first.id]);
    expect(await listed({ number: phone.number.replace("+7", "+7 ") })).toEqual([phone.id]);
    expect(await listed({ number: first.number.slice(0, -1) })).toEqual([]);
    expect(await listed({ number: gone.number })).toEqual([]);
    const other = await someTrader(api);
    expect(await listed({ number: first.number }, other.as)).toEqual([]);
    expect(await listed({ number: first.number }, own.as)).toEqual([first.id]);
  });
});
