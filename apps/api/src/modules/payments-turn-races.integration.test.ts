import { randomUUID } from "node:crypto";
import { teams, traders } from "@mainstay/db";
import {
  adminPerson,
  call,
  leadPerson,
  liftLimits,
  supportPerson,
  type TestApi,
  testApi,
  type TestDatabase,
  testDatabase,
  testRequisite,
  testTeam,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const rounds = 12;

const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.${name}`, input, { key: randomUUID(), as });

/** What a call ended with. */
const endOf = async (called: ReturnType<typeof change>): Promise<string> =>
  (await called).error?.reason ?? "done";

/** Places that are not what follows from trader, team and requisites. */
async function wrongPlaces({ db }: TestDatabase): Promise<unknown[]> {
  const { rows } = await db.execute(sql`
    select coalesce(e.trader_id, c.trader_id) as trader, c.ready, e.ready as expected
      from (select r.trader_id, r.currency, r.method,
                   bool_or(t.state = 'active' and g.state = 'active' and t.online_until is not null) as ready
              from requisites r join traders t on t.id = r.trader_id join teams g on g.id = t.team_id
             where r.state = 'active' group by 1, 2, 3) e
      full join trader_turns c using (trader_id, currency, method)
     where c.ready is distinct from coalesce(e.ready, false)`);
  return rows;
}

describe("a trader's place is what it should be, whoever comes first:", () => {
  it("pausing and going online", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { id: traderId, teamId } = await testTrader(database.db, {
      turns: false,
      onlineUntil: null,
    });
    await testRequisite(api.services, { traderId });
    const as = await traderPerson(api, traderId);
    const lead = await leadPerson(api, teamId);
    for (let round = 0; round < rounds; round += 1) {
      const calls = [
        change(api, "traders.goOnline", { traderId }, as),
        change(api, "traders.pause", { traderId }, lead),
        change(api, "traders.goOnline", { traderId }, as),
      ];
      expect(await Promise.all(calls.map(endOf))).toEqual(["done", "done", "done"]);
      const looked = await call(api.url, "payments.traders.get", { traderId }, { by: "query", as });
      expect(looked.data).toMatchObject({ state: "paused", online: true });
      expect(await wrongPlaces(database)).toEqual([]);
      await Promise.all([
        change(api, "traders.resume", { traderId }, lead),
        change(api, "traders.goOffline", { traderId }, as),
      ]);
      expect(await wrongPlaces(database)).toEqual([]);
    }
  });

  it("blocking a trader and resuming: blocked it is", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { id: traderId, teamId } = await testTrader(database.db, { turns: false });
    await testRequisite(api.services, { traderId });
    const lead = await leadPerson(api, teamId);
    const admin = await adminPerson(api);
    for (let round = 0; round < rounds; round += 1) {
      await change(api, "traders.update", { traderId, state: "active" }, admin);
      await change(api, "traders.pause", { traderId }, lead);
      const [resumed, blocked] = await Promise.all([
        endOf(change(api, "traders.resume", { traderId }, lead)),
        endOf(change(api, "traders.update", { traderId, state: "blocked" }, admin)),
      ]);
      expect(blocked).toBe("done");
      expect(["done", "payments.trader_blocked"]).toContain(resumed);
      const [row] = await database.db.select().from(traders).where(eq(traders.id, traderId));
      expect(row?.state).toBe("blocked");
      expect(await wrongPlaces(database)).toEqual([]);
    }
  });

  it("adding a requisite and pausing its trader", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const admin = await adminPerson(api);
    const money = { amount: "100", currency: "RUB" };
    for (let round = 0; round < rounds; round += 1) {
      const { id: traderId } = await testTrader(database.db, { turns: false });
      const number = `+7900${String(round).padStart(7, "0")}`;
      const phone = { traderId, method: "sbp", number, holder: "A", min: money, max: money };
      const calls = [
        change(api, "requisites.create", phone, admin),
        change(api, "traders.pause", { traderId }, admin),
      ];
      expect(await Promise.all(calls.map(endOf))).toEqual(["done", "done"]);
      expect(await wrongPlaces(database)).toEqual([]);
    }
  });

  it("blocking a requisite and resuming it: blocked it is", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { id: traderId } = await testTrader(database.db, { turns: false });
    const { id: requisiteId } = await testRequisite(api.services, { traderId, state: "paused" });
    const as = await traderPerson(api, traderId);
    const support = await supportPerson(api);
    for (let round = 0; round < rounds; round += 1) {
      const [blocked, resumed] = await Promise.all([
        endOf(change(api, "requisites.block", { requisiteId, why: "it was reported" }, support)),
        endOf(change(api, "requisites.resume", { requisiteId }, as)),
      ]);
      expect(blocked).toBe("done");
      expect(["done", "payments.requisite_blocked"]).toContain(resumed);
      const { data } = await call(
        api.url,
        "payments.requisites.get",
        { requisiteId },
        { as, by: "query" },
      );
      expect(data).toMatchObject({ state: "blocked" });
      expect(await wrongPlaces(database)).toEqual([]);
      await change(api, "requisites.unblock", { requisiteId }, support);
    }
  });

  it("pausing each of the last two requisites", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { id: traderId } = await testTrader(database.db, { turns: false });
    const pair = await Promise.all([0, 1].map(() => testRequisite(api.services, { traderId })));
    const as = await traderPerson(api, traderId);
    const both = (name: string) =>
      Promise.all(pair.map(({ id }) => change(api, name, { requisiteId: id }, as)));
    for (let round = 0; round < rounds; round += 1) {
      await both("requisites.pause");
      expect(await wrongPlaces(database)).toEqual([]);
      await both("requisites.resume");
      expect(await wrongPlaces(database)).toEqual([]);
    }
  });

  it("pausing a team, its traders coming, going and moving in, their requisites resuming", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await liftLimits(database);
    const { db } = database;
    const team = await testTeam(db);
    const other = await testTeam(db);
    const admin = await adminPerson(api);
    const people = await Promise.all(
      [team.id, team.id, other.id].map(async (teamId) => {
        const { id: traderId } = await testTrader(db, { teamId, turns: false, onlineUntil: null });
        const { id: requisiteId } = await testRequisite(api.services, { traderId });
        return { traderId, requisiteId, as: await traderPerson(api, traderId) };
      }),
    );
    for (let round = 0; round < rounds; round += 1) {
      const state = round % 2 === 0 ? "paused" : "active";
      const to = round % 2 === 0 ? team.id : other.id;
      const away = round % 3 === 0 ? "traders.goOffline" : "traders.goOnline";
      const aside = round % 2 === 0 ? "requisites.resume" : "requisites.pause";
      const [first, second, mover] = people;
      const ends = await Promise.all(
        [
          change(api, "teams.update", { teamId: team.id, state }, admin),
          change(api, "traders.update", { traderId: mover?.traderId, teamId: to }, admin),
          ...people.map(({ traderId, as }) => change(api, away, { traderId }, as)),
          change(api, aside, { requisiteId: first?.requisiteId }, first?.as ?? ""),
          change(api, "traders.pause", { traderId: second?.traderId }, admin),
          change(api, "traders.resume", { traderId: second?.traderId }, admin),
        ].map(endOf),
      );
      expect(new Set(ends)).toEqual(new Set(["done"]));
      const [row] = await db.select().from(teams).where(eq(teams.id, team.id));
      expect(row?.state).toBe(state);
      expect(await wrongPlaces(database)).toEqual([]);
    }
  });
});
