import { randomUUID } from "node:crypto";
import { onlineSeconds } from "@mainstay/contracts";
import { auditRows } from "@mainstay/db";
import {
  adminPerson,
  call,
  leadPerson,
  supportPerson,
  type TestApi,
  testApi,
  testDatabase,
  testTrader,
  traderPerson,
} from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

const change = (api: TestApi, name: string, input: object, as: string) =>
  call(api.url, `payments.traders.${name}`, input, { key: randomUUID(), as });

describe("being online", () => {
  it("is said by the trader's own people, lasts for the setting's seconds, and ends when they say so", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId, teamId } = await testTrader(database.db, { onlineUntil: null });
    const as = await traderPerson(api, traderId);
    const before = Date.now();
    const { data } = await change(api, "goOnline", { traderId }, as);
    expect(data).toMatchObject({ online: true });
    const { onlineUntil } = data as { onlineUntil: string };
    const lasts = Date.parse(onlineUntil) - before;
    expect(lasts).toBeGreaterThanOrEqual(onlineSeconds.default * 1_000);
    expect(lasts).toBeLessThan(onlineSeconds.default * 1_000 + 30_000);
    const off = { online: false, onlineUntil: null };
    for (let times = 0; times < 2; times += 1) {
      expect((await change(api, "goOffline", { traderId }, as)).data).toMatchObject(off);
    }
    const other = await testTrader(database.db);
    for (const name of ["goOnline", "goOffline"]) {
      for (const id of [other.id, randomUUID()]) {
        expect((await change(api, name, { traderId: id }, as)).error?.reason).toBe(
          "payments.trader_unknown",
        );
      }
      for (const who of [await leadPerson(api, teamId), await supportPerson(api)]) {
        expect((await change(api, name, { traderId }, who)).error?.reason).toBe(
          "request.forbidden",
        );
      }
      const missing = { traderId: randomUUID() };
      const { error } = await change(api, name, missing, await adminPerson(api));
      expect(error?.reason).toBe("payments.trader_unknown");
    }
  });

  it("is said again by a heartbeat, also with the same key, which writes neither audit nor turns", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { db } = database;
    const { id: traderId } = await testTrader(db, { onlineUntil: null });
    const as = await traderPerson(api, traderId);
    const key = randomUUID();
    const beat = async () => {
      const { data } = await call(api.url, "payments.traders.goOnline", { traderId }, { key, as });
      return Date.parse((data as { onlineUntil: string }).onlineUntil);
    };
    const written = async () => {
      const { rows } = await db.execute(sql`select ctid::text, xmin::text from trader_turns`);
      return { rows, audits: await db.$count(auditRows) };
    };
    const first = await beat();
    const before = await written();
    expect(before.rows).toHaveLength(2);
    await expect.poll(beat).toBeGreaterThan(first);
    expect(await written()).toEqual(before);
    expect(before.audits).toBe(0);
  });

  it("passes by itself where nobody says it again", async () => {
    await using database = await testDatabase();
    await using api = await testApi(database);
    const { id: traderId } = await testTrader(database.db, {
      onlineUntil: new Date(Date.now() - 1),
    });
    const as = await traderPerson(api, traderId);
    const { data } = await call(api.url, "payments.traders.get", { traderId }, { by: "query", as });
    expect(data).toMatchObject({ online: false, onlineUntil: expect.any(String) });
  });
});
