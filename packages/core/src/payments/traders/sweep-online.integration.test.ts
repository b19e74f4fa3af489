import { sweepOnline } from "@mainstay/contracts";
import { traders, transaction, traderTurns } from "@mainstay/db";
import {
  type QueueBackend,
  queueBackends,
  testApi,
  testDatabase,
  testRequisite,
  testTeam,
  testTrader,
  testWorker,
  traderPerson,
  call,
} from "@mainstay/testing";
import { and, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { enqueue } from "../../platform/index.ts";
import { sweepOnline as sweep } from "./sweep-online.ts";

const past = new Date(Date.now() - 1_000);

const jobOf = (services: Awaited<ReturnType<typeof testApi>>["services"]) => ({
  ...services,
  jobId: "",
  attempt: 1,
  signal: new AbortController().signal,
  once: () => Promise.reject(new Error("not needed")),
});

describe.each(queueBackends())("on $name", (on: QueueBackend) => {
  it("who has not said in time to be online is taken out of turn, and nobody else", async () => {
    await using database = await testDatabase();
    await using worker = await testWorker(database, {
      on,
      jobs: { sweepOnline },
      handlers: { sweepOnline: sweep },
    });
    const { db } = worker.services;
    const here = await testTrader(db, { turns: false });
    const away = await testTrader(db, { turns: false, onlineUntil: past });
    const idle = await testTrader(db, { turns: false, onlineUntil: past });
    for (const { id: traderId } of [here, away]) {
      await testRequisite(worker.services, { traderId });
      await db
        .insert(traderTurns)
        .values({ traderId, currency: "RUB", method: "card", turn: 7n, ready: true });
    }
    await transaction(db, (tx) => enqueue(tx, sweepOnline, {}));
    await expect
      .poll(() => db.$count(traders, isNull(traders.onlineUntil)), { timeout: 15_000 })
      .toBe(2);
    const rows = await db.select().from(traderTurns).orderBy(traderTurns.traderId);
    expect(rows).toMatchObject([
      { traderId: here.id, ready: true, turn: 7n },
      { traderId: away.id, ready: false, turn: 7n },
    ]);
    const [row] = await db.select().from(traders).where(eq(traders.id, idle.id));
    expect(row?.onlineUntil).toBeNull();
  });
});

it("more than one batch is swept, and a trader who says so again meanwhile stays in turn", async () => {
  await using database = await testDatabase();
  await using api = await testApi(database);
  const { db } = api.services;
  const { id: teamId } = await testTeam(db);
  await db.execute(sql`
    insert into traders (id, team_id, name, state, fee_in, fee_out, weight, parallel_cap, online_until, created_at)
    select gen_random_uuid(), ${teamId}, 'T', 'active', 0, 0, 1, 1, now() - interval '1 s', now()
      from generate_series(1, 1200)`);
  const { id: traderId } = await testTrader(db, { teamId, turns: false, onlineUntil: past });
  await testRequisite(api.services, { traderId });
  const own = eq(traders.id, traderId);
  await transaction(db, async (tx) => {
    await tx
      .update(traders)
      .set({ onlineUntil: new Date(Date.now() + 60_000) })
      .where(own);
    await sweep(jobOf(api.services));
  });
  expect(await db.$count(traders, isNull(traders.onlineUntil))).toBe(1_200);

  const as = await traderPerson(api, traderId);
  for (let round = 0; round < 10; round += 1) {
    await db.update(traders).set({ onlineUntil: past }).where(own);
    const [beat] = await Promise.all([
      call(api.url, "payments.traders.goOnline", { traderId }, { as }),
      sweep(jobOf(api.services)),
    ]);
    expect(beat.data).toMatchObject({ online: true });
    const ready = and(eq(traderTurns.traderId, traderId), eq(traderTurns.ready, true));
    expect(await db.$count(traderTurns, ready)).toBe(1);
  }
});
