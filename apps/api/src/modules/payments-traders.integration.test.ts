import { randomUUID } from "node:crypto";
import { auditRows, traders } from "@mainstay/db";
import {
  adminPerson,
  call,
  leadPerson,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testStore,
  testTeam,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.traders.${name}`, input, { by: "query", as });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.traders.${name}`, input, { key: randomUUID(), as });

interface Page {
  readonly items: { readonly id: string }[];
  readonly nextCursor: string | null;
}
const idsOf = (data: unknown): string[] => (data as Page).items.map(({ id }) => id);

const fees = { feeInPercent: "2", feeOutPercent: "1.5" };

describe("a trader", () => {
  it("is made and changed by an administrator alone, and what is left out stays", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    const team = await testTeam(database.db);
    const other = await testTeam(database.db);
    const input = { teamId: team.id, name: "Trader 17", ...fees };
    const made = await change(api, "create", input, admin);
    const { id: traderId } = made.data as { id: string };
    const trader = {
      id: traderId,
      ...input,
      state: "active",
      weight: 1,
      parallelCap: 10,
      online: false,
      onlineUntil: null,
      createdAt: expect.any(String),
    };
    expect(made.data).toEqual(trader);
    const changes = { teamId: other.id, state: "blocked", weight: 7, feeInPercent: "0.0001" };
    expect((await change(api, "update", { traderId, ...changes }, admin)).data).toEqual({
      ...trader,
      ...changes,
    });
    const rest = { name: "T", parallelCap: 0, feeOutPercent: "0", state: "active" };
    expect((await change(api, "update", { traderId, ...rest }, admin)).data).toEqual({
      ...trader,
      ...changes,
      ...rest,
    });
    expect((await ask(api, "get", { traderId }, admin)).data).toEqual({
      ...trader,
      ...changes,
      ...rest,
    });
    const audited = eq(auditRows.target, `trader:${traderId}`);
    expect(await database.db.$count(auditRows, audited)).toBe(3);
    const insiders = [
      await supportPerson(api),
      await leadPerson(api, other.id),
      await traderPerson(api, traderId),
    ];
    for (const as of insiders) {
      const dearer = await change(api, "update", { traderId, feeInPercent: "9" }, as);
      expect(dearer.error?.reason).toBe("request.forbidden");
      expect((await change(api, "create", input, as)).error?.reason).toBe("request.forbidden");
    }
  });

  it("is shown to support, its team's lead and its own people; to others as if there were none", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const own = await testTrader(database.db);
    const mate = await testTrader(database.db, { teamId: own.teamId, state: "paused" });
    const other = await testTrader(database.db, { onlineUntil: null });
    const lead = await leadPerson(api, own.teamId);
    const person = await traderPerson(api, own.id);
    const support = await supportPerson(api);
    const listed = async (as: string, input: object = {}) =>
      idsOf((await ask(api, "list", input, as)).data);
    expect(await listed(support)).toEqual([other.id, mate.id, own.id]);
    expect(await listed(lead)).toEqual([mate.id, own.id]);
    expect(await listed(person)).toEqual([own.id]);
    expect(await listed(lead, { state: "paused" })).toEqual([mate.id]);
    expect(await listed(support, { online: false })).toEqual([other.id]);
    expect(await listed(support, { online: true, teamId: own.teamId })).toEqual([mate.id, own.id]);
    for (const [as, teamId] of [
      [lead, other.teamId],
      [person, own.teamId],
      [support, randomUUID()],
    ] as const)
      expect((await ask(api, "list", { teamId }, as)).error).toMatchObject({
        reason: "payments.team_unknown",
        details: { teamId },
      });
    const first = (await ask(api, "list", { limit: 1 }, lead)).data as Page;
    expect(await listed(lead, { limit: 1, cursor: first.nextCursor })).toEqual([own.id]);

    for (const as of [support, lead, person]) {
      const { data } = await ask(api, "get", { traderId: own.id }, as);
      expect(data).toMatchObject({ id: own.id, online: true });
    }
    const foreign = [
      [lead, other.id],
      [person, mate.id],
      [support, randomUUID()],
    ] as const;
    for (const [as, traderId] of foreign) {
      expect((await ask(api, "get", { traderId }, as)).error).toMatchObject({
        reason: "payments.trader_unknown",
        kind: "not_found",
        details: { traderId },
      });
    }
  });

  it("cannot be made for a team that is not there, nor moved to one", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    const { id: traderId } = await testTrader(database.db);
    const teamId = randomUUID();
    const made = await change(api, "create", { teamId, name: "T", ...fees }, admin);
    expect(made.error).toMatchObject({ reason: "payments.team_unknown", details: { teamId } });
    const moved = await change(api, "update", { traderId, teamId }, admin);
    expect(moved.error?.reason).toBe("payments.team_unknown");
    const unknown = await change(api, "update", { traderId: randomUUID(), weight: 2 }, admin);
    expect(unknown.error?.reason).toBe("payments.trader_unknown");
  });

  it("cannot get a fee that with the lead's commission is more than a store pays: made, raised, moved or unblocked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    await testStore(database.db);
    const { id: teamId } = await testTeam(database.db);
    const dear = await testTeam(database.db, { commissionIn: 40_000 });
    const { id: traderId } = await testTrader(database.db, { teamId });
    const blocked = await testTrader(database.db, { state: "blocked", feeOut: 60_000 });
    const attempts = [
      change(api, "create", { teamId, name: "T", ...fees, feeInPercent: "4.6" }, admin),
      change(api, "update", { traderId, feeOutPercent: "4.6" }, admin),
      change(api, "update", { traderId, teamId: dear.id }, admin),
      change(api, "update", { traderId: blocked.id, state: "active" }, admin),
    ];
    for (const attempt of attempts) {
      expect((await attempt).error?.reason).toBe("payments.fee_parts_exceed");
    }
    expect(await database.db.$count(traders)).toBe(2);
    const kept = { teamId, feeInPercent: "2", feeOutPercent: "2" };
    expect((await ask(api, "get", { traderId }, admin)).data).toMatchObject(kept);
    const fitting = await change(api, "update", { traderId, feeOutPercent: "4.5" }, admin);
    expect(fitting.error).toBeNull();
  });

  it.each([
    { weight: 0 },
    { weight: 101 },
    { parallelCap: -1 },
    { parallelCap: 1_001 },
    { feeInPercent: "100" },
    { name: "a\u200bb" },
    { state: "paused" },
  ])("is not changed to %o", async (changes) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId } = await testTrader(database.db);
    const as = await adminPerson(api);
    const { error } = await change(api, "update", { traderId, ...changes }, as);
    expect(error?.reason).toBe("request.invalid");
  });
});

describe("pausing", () => {
  it("is for the team's lead and administrators, and doing it again changes nothing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId, teamId } = await testTrader(database.db);
    const lead = await leadPerson(api, teamId);
    for (const as of [lead, await adminPerson(api)]) {
      for (const [name, state] of [
        ["pause", "paused"],
        ["pause", "paused"],
        ["resume", "active"],
        ["resume", "active"],
      ] as const) {
        expect((await change(api, name, { traderId }, as)).data).toMatchObject({ state });
      }
    }
    for (const as of [await traderPerson(api, traderId), await supportPerson(api)]) {
      expect((await change(api, "pause", { traderId }, as)).error?.reason).toBe(
        "request.forbidden",
      );
    }
    const other = await testTrader(database.db);
    for (const name of ["pause", "resume"]) {
      for (const id of [other.id, randomUUID()]) {
        expect((await change(api, name, { traderId: id }, lead)).error).toMatchObject({
          reason: "payments.trader_unknown",
          details: { traderId: id },
        });
      }
    }
  });

  it("does not touch one that an administrator has blocked", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId, teamId } = await testTrader(database.db, { state: "blocked" });
    for (const as of [await leadPerson(api, teamId), await adminPerson(api)]) {
      for (const name of ["pause", "resume"]) {
        expect((await change(api, name, { traderId }, as)).error).toMatchObject({
          reason: "payments.trader_blocked",
          details: { traderId },
        });
      }
    }
    const [row] = await database.db.select().from(traders).where(eq(traders.id, traderId));
    expect(row?.state).toBe("blocked");
  });

  it("is no more for a lead whose team the trader has left", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId, teamId } = await testTrader(database.db);
    const lead = await leadPerson(api, teamId);
    const next = await testTeam(database.db);
    await change(api, "update", { traderId, teamId: next.id }, await adminPerson(api));
    const { error } = await change(api, "pause", { traderId }, lead);
    expect(error?.reason).toBe("payments.trader_unknown");
  });
});
