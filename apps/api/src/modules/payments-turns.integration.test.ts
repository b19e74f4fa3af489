import { randomUUID } from "node:crypto";
import { refreshTurns } from "@mainstay/core";
import { requisites, traders, traderTurns, transaction } from "@mainstay/db";
import {
  adminPerson,
  call,
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
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const change = async (api: TestApi, name: string, input: object, as: string): Promise<void> => {
  const { error } = await call(api.url, `payments.${name}`, input, { key: randomUUID(), as });
  expect(error).toBeNull();
};

/** Which of a trader's places are ready. */
async function placesOf({ db }: TestDatabase, traderId: string): Promise<Record<string, boolean>> {
  const rows = await db.select().from(traderTurns).where(eq(traderTurns.traderId, traderId));
  return Object.fromEntries(rows.map((row) => [`${row.currency} ${row.method}`, row.ready]));
}

async function cardTurn({ db }: TestDatabase, traderId: string): Promise<bigint | undefined> {
  const own = and(eq(traderTurns.traderId, traderId), eq(traderTurns.method, "card"));
  const [row] = await db.select().from(traderTurns).where(own);
  return row?.turn;
}

/** A trader with a card, in turn for it as said. */
async function inTurn(
  api: TestApi,
  { turn, ready, servedAt = null }: { turn: bigint; ready: boolean; servedAt?: Date | null },
): Promise<{ id: string; as: string }> {
  const { db } = api.services;
  const { id } = await testTrader(db, { turns: false, ...(ready ? {} : { onlineUntil: null }) });
  await testRequisite(api.services, { traderId: id });
  await db
    .insert(traderTurns)
    .values({ traderId: id, currency: "RUB", method: "card", turn, ready, servedAt });
  return { id, as: await traderPerson(api, id) };
}

describe("a trader's place", () => {
  it("is there for each currency and method of an active requisite, and ready while trader, team and requisite are, and the trader online", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const admin = await adminPerson(api);
    const support = await supportPerson(api);
    const team = await testTeam(database.db);
    const halted = await testTeam(database.db, { state: "paused" });
    const given = { turns: false, onlineUntil: null, teamId: team.id };
    const { id: traderId } = await testTrader(database.db, given);
    const as = await traderPerson(api, traderId);
    const add = async (method: string, number: string, currency = "RUB"): Promise<string> => {
      const [min, max] = [
        { amount: "1", currency },
        { amount: "9", currency },
      ];
      const input = { traderId, method, number, holder: "IVAN PETROV", min, max };
      const { data } = await call(api.url, "payments.requisites.create", input, { as });
      return (data as { id: string }).id;
    };
    const card = await add("card", "4111111111111111");
    const phone = await add("sbp", "+79001234567");
    const tenge = await add("card", "2200000000000004", "KZT");
    const none = { "RUB card": false, "RUB sbp": false, "KZT card": false };
    const all = { "RUB card": true, "RUB sbp": true, "KZT card": true };
    const places = () => placesOf(database, traderId);
    expect(await places()).toEqual(none);
    await change(api, "traders.goOnline", { traderId }, as);
    expect(await places()).toEqual(all);

    const teamId = team.id;
    const steps: [string, object, string, string, object, string][] = [
      ["traders.pause", { traderId }, admin, "traders.resume", { traderId }, admin],
      ["traders.goOffline", { traderId }, as, "traders.goOnline", { traderId }, as],
      [
        "traders.update",
        { traderId, state: "blocked" },
        admin,
        "traders.update",
        { traderId, state: "active" },
        admin,
      ],
      [
        "teams.update",
        { teamId, state: "paused" },
        admin,
        "teams.update",
        { teamId, state: "active" },
        admin,
      ],
      [
        "traders.update",
        { traderId, teamId: halted.id },
        admin,
        "traders.update",
        { traderId, teamId },
        admin,
      ],
    ];
    for (const [away, input, by, back, backInput, backBy] of steps) {
      await change(api, away, input, by);
      expect({ away, places: await places() }).toEqual({ away, places: none });
      await change(api, back, backInput, backBy);
      expect({ back, places: await places() }).toEqual({ back, places: all });
    }

    const requisiteId = phone;
    await change(api, "requisites.pause", { requisiteId }, as);
    expect(await places()).toEqual({ ...all, "RUB sbp": false });
    await change(api, "requisites.resume", { requisiteId }, as);
    await change(api, "requisites.block", { requisiteId, why: "it was reported" }, support);
    expect(await places()).toEqual({ ...all, "RUB sbp": false });
    await change(api, "requisites.unblock", { requisiteId }, support);
    await change(api, "requisites.resume", { requisiteId }, as);
    expect(await places()).toEqual(all);
    await change(api, "requisites.archive", { requisiteId: tenge }, as);
    expect(await places()).toEqual({ ...all, "KZT card": false });
    // Of two cards one is enough.
    await add("card", "4000000000000000006");
    await change(api, "requisites.pause", { requisiteId: card }, as);
    expect(await places()).toEqual({ ...all, "KZT card": false });
  });

  it("begins in the middle of those who were served lately, whoever is far behind or ahead of them", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const middle = 5_000_000n;
    // Without collateral it takes nothing, and would be next; another alone serves a busy store.
    await inTurn(api, { turn: 1n, ready: true, servedAt: minutesAgo(600) });
    await inTurn(api, { turn: 900_000_000n, ready: true, servedAt: minutesAgo(0) });
    for (const turn of [3_900_000n, 4_000_000n, 4_100_000n, middle, 5_100_000n, 5_200_000n])
      await inTurn(api, { turn, ready: turn !== middle, servedAt: minutesAgo(1) });
    await inTurn(api, { turn: 2_000n, ready: false });
    const behind = await inTurn(api, { turn: 2n, ready: false });
    const ahead = await inTurn(api, { turn: 9_000_000n, ready: false });
    const fresh = await testTrader(database.db, { turns: false, onlineUntil: null });
    await testRequisite(api.services, { traderId: fresh.id });
    const newcomer = { id: fresh.id, as: await traderPerson(api, fresh.id) };
    for (const { id: traderId, as } of [behind, ahead, newcomer]) {
      await change(api, "traders.goOnline", { traderId }, as);
    }
    expect(await cardTurn(database, behind.id)).toBe(middle);
    expect(await cardTurn(database, newcomer.id)).toBe(middle);
    expect(await cardTurn(database, ahead.id)).toBe(9_000_000n);
  });

  it("is kept while its requisites are paused or given up: nobody gets a better one by that", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    await inTurn(api, { turn: 5n, ready: true });
    const { id: traderId, as } = await inTurn(api, { turn: 70n, ready: true });
    const [row] = await database.db
      .select()
      .from(requisites)
      .where(eq(requisites.traderId, traderId));
    await change(api, "requisites.archive", { requisiteId: row?.id }, as);
    expect(await placesOf(database, traderId)).toEqual({ "RUB card": false });
    const money = { amount: "100", currency: "RUB" };
    const limits = { min: money, max: money };
    const card = { method: "card", number: "4111111111111111", holder: "IVAN PETROV" };
    await change(api, "requisites.create", { traderId, ...card, ...limits }, as);
    expect(await placesOf(database, traderId)).toEqual({ "RUB card": true });
    expect(await cardTurn(database, traderId)).toBe(70n);
  });

  it("begins where those were who were served last, also where nobody is ready", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const servedAt = new Date(Date.now() - 86_400_000);
    const [first, second, third] = [
      await inTurn(api, { turn: 3n, ready: false, servedAt }),
      await inTurn(api, { turn: 900n, ready: false, servedAt }),
      await inTurn(api, { turn: 40n, ready: false, servedAt }),
    ];
    for (const { id: traderId, as } of [first, second, third])
      await change(api, "traders.goOnline", { traderId }, as);
    expect(await cardTurn(database, first.id)).toBe(40n);
    expect(await cardTurn(database, second.id)).toBe(900n);
    expect(await cardTurn(database, third.id)).toBe(40n);
  });

  it("has saved nothing up where the time of being online passed, and nobody has swept yet", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId, as } = await inTurn(api, { turn: 1n, ready: true });
    await database.db
      .update(traders)
      .set({ onlineUntil: new Date(Date.now() - 1_000) })
      .where(eq(traders.id, traderId));
    await inTurn(api, { turn: 50n, ready: true, servedAt: new Date() });
    await change(api, "traders.goOnline", { traderId }, as);
    expect(await cardTurn(database, traderId)).toBe(50n);
    expect(await placesOf(database, traderId)).toEqual({ "RUB card": true });
  });

  it("is found by indexes: what one trader's coming costs does not grow with the others", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = database;
    const { id: traderId } = await inTurn(api, { turn: 0n, ready: false });
    const { id: teamId } = await testTeam(db);
    await db.execute(sql`
      insert into traders (id, team_id, name, state, fee_in, fee_out, weight, parallel_cap, created_at)
      select gen_random_uuid(), ${teamId}, 'many', 'active', 0, 0, 1, 1, now() from generate_series(1, 20000)`);
    await db.execute(sql`
      insert into trader_turns (trader_id, currency, method, turn, ready, served_at)
      select id, 'RUB', 'card', 1000 + random() * 1000000, true, now() - random() * interval '1 day' from traders where name = 'many'`);
    await db.execute(sql`
      insert into requisites (id, trader_id, method, currency, holder, number_sealed, number_hash, number_masked,
                              min_amount, max_amount, parallel_cap, cool_down_seconds, state, created_at)
      select gen_random_uuid(), id, 'card', 'RUB', '', '', sha256(id::text::bytea), '', 1, 2, 1, 0, 'active', now()
        from traders where name = 'many'`);
    await database.admin("analyze traders, trader_turns, requisites");
    const read = await transaction(api.services.db, async (tx) => {
      await tx.update(traders).set({ onlineUntil: new Date() }).where(eq(traders.id, traderId));
      await refreshTurns(tx, [traderId]);
      const { rows } = await tx.execute<{ name: string; scans: number; rows: number }>(sql`
        select relname as name, seq_scan::int as scans, (seq_tup_read + idx_tup_fetch)::int as rows
          from pg_stat_xact_user_tables where relname in ('traders', 'trader_turns', 'requisites')
         order by relname`);
      return rows;
    });
    expect(read.map(({ name, scans }) => ({ name, scans }))).toEqual([
      { name: "requisites", scans: 0 },
      { name: "trader_turns", scans: 0 },
      { name: "traders", scans: 0 },
    ]);
    expect(Math.max(...read.map(({ rows }) => rows))).toBeLessThan(15);
    expect(await cardTurn(database, traderId)).toBeGreaterThanOrEqual(1_000n);
  });
});
