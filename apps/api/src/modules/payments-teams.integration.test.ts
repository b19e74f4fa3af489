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
  testStore,
  testTeam,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const ask = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.teams.${name}`, input, { by: "query", as });
const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.teams.${name}`, input, { key: randomUUID(), as });

interface Page {
  readonly items: { readonly id: string }[];
  readonly nextCursor: string | null;
}
const idsOf = (data: unknown): string[] => (data as Page).items.map(({ id }) => id);

const north = { name: "North", commissionInPercent: "0.5", commissionOutPercent: "0" };

describe("a team", () => {
  it("is made by an administrator, who alone changes it, and what is left out stays", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    const made = await change(api, "create", north, admin);
    const { id: teamId } = made.data as { id: string };
    const team = { id: teamId, ...north, state: "active", createdAt: expect.any(String) };
    expect(made.data).toEqual(team);
    const changes = { commissionOutPercent: "1.25", state: "paused" };
    const changed = await change(api, "update", { teamId, ...changes }, admin);
    expect(changed.data).toEqual({ ...team, ...changes });
    expect((await ask(api, "get", { teamId }, admin)).data).toEqual({ ...team, ...changes });
    expect((await change(api, "update", { teamId, name: "N" }, admin)).data).toMatchObject({
      name: "N",
      ...changes,
    });
    const rows = await database.db
      .select({ action: auditRows.action, changes: auditRows.changes })
      .from(auditRows)
      .where(eq(auditRows.target, `team:${teamId}`))
      .orderBy(auditRows.at);
    expect(rows.map(({ action }) => action)).toEqual([
      "payments.teams.create",
      "payments.teams.update",
      "payments.teams.update",
    ]);
    for (const as of [await supportPerson(api), await leadPerson(api, teamId)]) {
      const input = { teamId, commissionInPercent: "9" };
      expect((await change(api, "update", input, as)).error?.reason).toBe("request.forbidden");
      expect((await change(api, "create", north, as)).error?.reason).toBe("request.forbidden");
    }
  });

  it("is shown to support and to its own lead; another's is answered as missing", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const own = await testTeam(database.db);
    const other = await testTeam(database.db, { state: "paused" });
    const lead = await leadPerson(api, own.id);
    const support = await supportPerson(api);
    expect((await ask(api, "get", { teamId: own.id }, lead)).data).toMatchObject({ id: own.id });
    expect((await ask(api, "get", { teamId: other.id }, support)).data).toMatchObject({
      id: other.id,
    });
    for (const teamId of [other.id, randomUUID()]) {
      expect((await ask(api, "get", { teamId }, lead)).error).toMatchObject({
        reason: "payments.team_unknown",
        kind: "not_found",
        details: { teamId },
      });
    }
    const unknown = await change(api, "update", { teamId: randomUUID() }, await adminPerson(api));
    expect(unknown.error?.reason).toBe("payments.team_unknown");
    expect(idsOf((await ask(api, "list", {}, lead)).data)).toEqual([own.id]);
    expect(idsOf((await ask(api, "list", { state: "paused" }, lead)).data)).toEqual([]);
    const first = (await ask(api, "list", { limit: 1 }, support)).data as Page;
    expect(idsOf(first)).toEqual([other.id]);
    const { data } = await ask(api, "list", { limit: 1, cursor: first.nextCursor }, support);
    expect(idsOf(data)).toEqual([own.id]);
    const outsiders = [
      await traderPerson(api, (await testTrader(database.db, { teamId: own.id })).id),
      await merchantPerson(api, randomUUID()),
    ];
    for (const as of outsiders) {
      expect((await ask(api, "get", { teamId: own.id }, as)).error?.reason).toBe(
        "request.forbidden",
      );
    }
  });

  it("cannot get a commission that with a trader's fee is more than a store pays", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    const store = await testStore(database.db);
    const team = await testTeam(database.db);
    const trader = await testTrader(database.db, { teamId: team.id });
    const input = { teamId: team.id, commissionOutPercent: "3.0001" };
    const { error } = await change(api, "update", input, admin);
    expect(error).toMatchObject({
      reason: "payments.fee_parts_exceed",
      details: {
        traderId: trader.id,
        storeId: store.id,
        direction: "pay_out",
        parts: "5.0001",
        fee: "5",
      },
    });
    const { data } = await ask(api, "get", { teamId: team.id }, admin);
    expect(data).toMatchObject({ commissionOutPercent: "0.5" });
    const fitting = { ...input, commissionOutPercent: "3" };
    expect((await change(api, "update", fitting, admin)).error).toBeNull();
  });

  it.each([
    ["a name that turns text around", { ...north, name: "a\u202eb" }],
    ["a name of nothing", { ...north, name: " " }],
    ["a whole", { ...north, commissionInPercent: "100" }],
    ["less than nothing", { ...north, commissionInPercent: "-1" }],
    ["a share too fine", { ...north, commissionInPercent: "1.00001" }],
    ["half of it", { name: "North", commissionInPercent: "1" }],
  ])("is not made of %s", async (_, input) => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { error } = await change(api, "create", input, await adminPerson(api));
    expect(error?.reason).toBe("request.invalid");
  });
});
