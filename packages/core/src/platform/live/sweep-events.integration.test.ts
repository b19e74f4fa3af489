import { event, liveReplayMinutes } from "@mainstay/contracts";
import { liveEvents, transaction } from "@mainstay/db";
import { type TestDatabase, testDatabase, testProcess } from "@mainstay/testing";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { z } from "zod";
import type { JobCtx } from "../../job-context.ts";
import { stampFeed } from "../feed/feed.ts";
import { publish } from "./publish.ts";
import { sweepEvents } from "./sweep-events.ts";

const happened = event("test.happened", { summary: "for tests", data: z.object({ n: z.int() }) });
const now = new Date("2030-01-01T12:00:00Z");

/** One event an age, in minutes; the ages stand in the order of the positions. */
async function leftOf(database: TestDatabase, ages: readonly number[]): Promise<(number | null)[]> {
  await using here = await testProcess(database);
  const { db } = here.services;
  for (const age of ages) {
    const at = new Date(now.getTime() - age * 60_000);
    await db.insert(liveEvents).values({ event: happened.event, data: {}, at });
    await stampFeed(db, liveEvents);
  }
  const clock = { now: () => now };
  const { signal } = new AbortController();
  await sweepEvents({ ...here.services, clock, signal } as unknown as JobCtx);
  const left = await db.select().from(liveEvents).orderBy(asc(liveEvents.position));
  return left.map(({ position }) => position);
}

const old = liveReplayMinutes.default + 1;

it("leaves no hole: a slow transaction's event stays while one before it is kept", async () => {
  await using database = await testDatabase();
  expect(await leftOf(database, [old, old, 4, old, 0])).toEqual([3, 4, 5]);
});

it("sweeps all where all is old, and nothing where nothing is", async () => {
  await using database = await testDatabase();
  expect(await leftOf(database, [0, 4])).toEqual([1, 2]);
  await using another = await testDatabase();
  expect(await leftOf(another, [old, old])).toEqual([]);
});

it("keeps an event from when it was published, not from when its transaction began", async () => {
  await using database = await testDatabase();
  await using here = await testProcess(database);
  const { db } = here.services;
  const began = await transaction(db, async (tx) => {
    const { rows } = await tx.execute<{ at: string }>("select now()::text as at");
    await tx.execute("select pg_sleep(0.01)");
    publish(tx, happened, { n: 1 });
    return rows[0]?.at ?? "";
  });
  const [row] = await db.select().from(liveEvents);
  expect(row?.at.getTime()).toBeGreaterThan(new Date(began).getTime());
});
