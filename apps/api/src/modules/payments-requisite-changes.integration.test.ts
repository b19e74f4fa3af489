import { randomUUID } from "node:crypto";
import { auditRows, requisites } from "@mainstay/db";
import {
  call,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testRequisite,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.requisites.${name}`, input, { by: "query", as });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.requisites.${name}`, input, { key: randomUUID(), as });

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

describe("changing a requisite", () => {
  it("leaves what is not said, and takes caps away by null", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const made = await testRequisite(api.services, {
      traderId,
      dayCountCap: 5,
      daySumCap: 900_00n,
    });
    const requisiteId = made.id;
    const update = (changes: object) => change(api, "update", { requisiteId, ...changes }, as);
    const before = {
      min: roubles("100.00"),
      max: roubles("100000.00"),
      dayCountCap: 5,
      daySumCap: roubles("900.00"),
      parallelCap: 10,
      holder: "IVAN PETROV",
    };
    expect((await update({ coolDownSeconds: 30 })).data).toMatchObject({
      ...before,
      coolDownSeconds: 30,
    });
    const changes = {
      min: roubles("7.00"),
      max: roubles("8.00"),
      dayCountCap: null,
      daySumCap: null,
      parallelCap: 2,
      holder: "P",
    };
    expect((await update(changes)).data).toMatchObject({ ...changes, coolDownSeconds: 30 });
    expect((await ask(api, "get", { requisiteId }, as)).data).toMatchObject(changes);
    const audited = await database.db
      .select()
      .from(auditRows)
      .where(eq(auditRows.target, `requisite:${requisiteId}`));
    expect(audited).toHaveLength(2);
  });

  it("refuses limits that do not fit what is there, and changes nothing of one that is archived", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const { id: requisiteId } = await testRequisite(api.services, { traderId });
    const archived = await testRequisite(api.services, { traderId, state: "archived" });
    for (const [changes, reason] of [
      [{ max: roubles("99") }, "payments.requisite_limits_unfit"],
      [{ min: { amount: "100", currency: "USD" } }, "payments.requisite_limits_unfit"],
      [{ daySumCap: roubles("0.001") }, "ledger.amount_too_precise"],
      [{ daySumCap: roubles("1".repeat(20)) }, "ledger.amount_too_large"],
      [{ daySumCap: { amount: "1", currency: "XXX" } }, "payments.requisite_limits_unfit"],
    ] as const) {
      const { error } = await change(api, "update", { requisiteId, ...changes }, as);
      expect(error?.reason).toBe(reason);
    }
    const { error } = await change(api, "update", { requisiteId: archived.id, parallelCap: 2 }, as);
    expect(error?.reason).toBe("payments.requisite_archived");
  });
});

describe("switching a requisite", () => {
  const reasons = {
    blocked: "payments.requisite_blocked",
    archived: "payments.requisite_archived",
    busy: "payments.requisite_busy",
  };
  it.each<["active" | "paused" | "blocked" | "archived", Record<string, string>]>([
    [
      "active",
      {
        pause: "paused",
        resume: "active",
        archive: "archived",
        block: "blocked",
        unblock: "active",
      },
    ],
    [
      "paused",
      {
        pause: "paused",
        resume: "active",
        archive: "archived",
        block: "blocked",
        unblock: "paused",
      },
    ],
    [
      "blocked",
      {
        pause: reasons.blocked,
        resume: reasons.blocked,
        archive: reasons.blocked,
        block: "blocked",
        unblock: "paused",
      },
    ],
    [
      "archived",
      {
        pause: reasons.archived,
        resume: reasons.archived,
        archive: "archived",
        block: reasons.archived,
        unblock: reasons.archived,
      },
    ],
  ])("that is %s", async (state, ends) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const support = await supportPerson(api);
    for (const [name, end] of Object.entries(ends)) {
      const { id: requisiteId } = await testRequisite(api.services, { traderId, state });
      const by = name.endsWith("block") ? support : as;
      const { data, error } = await change(api, name, { requisiteId, ...said(name) }, by);
      const found = error ? error.reason : (data as { state: string }).state;
      expect({ name, found }).toEqual({ name, found: end });
      const [row] = await database.db
        .select()
        .from(requisites)
        .where(eq(requisites.id, requisiteId));
      expect({ name, state: row?.state }).toEqual({ name, state: error ? state : end });
    }
  });

  it("is not blocked without a reason, which is in the audit", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId } = await someTrader(api);
    const { id: requisiteId } = await testRequisite(api.services, { traderId });
    const support = await supportPerson(api);
    for (const why of [undefined, "  no  ", "x".repeat(1_001)])
      expect((await change(api, "block", { requisiteId, why }, support)).error?.reason).toBe(
        "request.invalid",
      );
    const [row] = await database.db.select().from(requisites);
    expect(row?.state).toBe("active");
    const why = "its owner reported it";
    for (let time = 0; time < 2; time += 1)
      expect((await change(api, "block", { requisiteId, why }, support)).error).toBeNull();
    const target = eq(auditRows.target, `requisite:${requisiteId}`);
    const audited = await database.db.select().from(auditRows).where(target);
    expect(audited.map(({ changes }) => changes)).toEqual(
      expect.arrayContaining([{ from: "active", to: "blocked", why }, { why }]),
    );
  });

  it("does not archive one that has orders under way, and pauses it all the same", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const { id: requisiteId } = await testRequisite(api.services, { traderId, liveOrders: 2 });
    expect((await change(api, "archive", { requisiteId }, as)).error).toMatchObject({
      reason: reasons.busy,
      details: { requisiteId, orders: 2 },
    });
    const { data } = await change(api, "pause", { requisiteId }, as);
    expect(data).toMatchObject({ state: "paused", liveOrders: 2 });
  });
});

describe("a number", () => {
  it("is one requisite's by one method, whoever's, until it is archived; who comes second is not told whose", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const first = await someTrader(api);
    const second = await someTrader(api);
    const create = ({ traderId, as }: typeof first, changes: object = {}) =>
      change(api, "create", { traderId, ...card, ...changes }, as);
    const made = await create(first);
    const { id: requisiteId } = made.data as { id: string };
    for (const who of [first, second]) {
      const { error } = await create(who, { number, bank: null });
      expect(error).toMatchObject({
        reason: "payments.requisite_taken",
        kind: "conflict",
        details: {},
      });
      expect(JSON.stringify(error)).not.toContain(requisiteId);
      expect(JSON.stringify(error)).not.toContain(first.traderId);
    }
    // The digits are the same, what is sent there is not.
    const account = { method: "account", number, bank: null };
    expect((await create(second, account)).error).toBeNull();
    for (const state of ["pause", "archive"]) {
      expect((await create(second)).error?.reason).toBe("payments.requisite_taken");
      await change(api, state, { requisiteId }, first.as);
    }
    expect((await create(second)).error).toBeNull();
    expect((await create(first)).error?.reason).toBe("payments.requisite_taken");
  });

  it("stays taken while support has blocked it: it cannot come back as another", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { traderId, as } = await someTrader(api);
    const blocked = await testRequisite(api.services, { traderId, state: "blocked" });
    await change(api, "archive", { requisiteId: blocked.id }, as);
    const again = { traderId, ...card, number: blocked.number };
    expect((await change(api, "create", again, as)).error?.reason).toBe("payments.requisite_taken");
  });

  it("that eight add at once becomes one requisite, round after round", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const people = await Promise.all(Array.from({ length: 4 }, () => someTrader(api)));
    for (let round = 0; round < 10; round += 1) {
      const shared = `+7900${String(round).padStart(7, "0")}`;
      const asked = [...people, ...people].map(({ traderId, as }) =>
        change(api, "create", { traderId, ...card, method: "sbp", number: shared }, as),
      );
      const ends = (await Promise.all(asked)).map(({ error }) => error?.reason ?? "done");
      expect(ends.toSorted()).toEqual([
        "done",
        ...Array<string>(7).fill("payments.requisite_taken"),
      ]);
      expect(await database.db.$count(requisites)).toBe(round + 1);
    }
  });
});
