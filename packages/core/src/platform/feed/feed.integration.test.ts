import { setTimeout as sleep } from "node:timers/promises";
import { type Db, liveEvents, transaction } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { endOfFeed, readFeed, stampFeed } from "./feed.ts";

const row = (n: number) => ({ event: "test.happened", data: { n }, at: new Date() });
const numbers = (rows: { data: unknown }[]): number[] =>
  rows.map(({ data }) => (data as { n: number }).n);

/** Reads as a consumer does: what came after the last one it saw. */
function consumer(db: Db) {
  const seen: number[] = [];
  let after = 0;
  return {
    seen,
    async catchUp(): Promise<void> {
      while (await stampFeed(db, liveEvents));
      for (;;) {
        const rows = await readFeed(db, liveEvents, { after });
        seen.push(...numbers(rows));
        after = Number(rows.at(-1)?.position ?? after);
        if (rows.length === 0) return;
      }
    },
  };
}

describe("a feed", () => {
  it("does not skip a transaction that began early and commits late", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const reader = consumer(db);
    const slow = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const late = transaction(db, async (tx) => {
      await tx.insert(liveEvents).values(row(1));
      began.resolve();
      await slow.promise;
    });
    await began.promise;
    // Its id is older than these, and they are read before it is committed.
    await db.insert(liveEvents).values([row(2), row(3)]);
    await reader.catchUp();
    expect(reader.seen).toEqual([2, 3]);
    slow.resolve();
    await late;
    await reader.catchUp();
    expect(reader.seen).toEqual([2, 3, 1]);
  });

  it("shows every row once and in one order to readers who race writers and each other", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const readers = Array.from({ length: 4 }, () => consumer(db));
    let writing = true;
    const reading = readers.map(async (reader) => {
      while (writing) await reader.catchUp();
      await reader.catchUp();
    });
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 40; n += 1) {
        await transaction(db, async (tx) => {
          await tx.insert(liveEvents).values(row(writer * 100 + n));
          await sleep(Math.random() * 5);
        });
      }
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(reading);
    const [first, ...others] = readers;
    expect(new Set(first?.seen).size).toBe(320);
    expect(first?.seen).toHaveLength(320);
    for (const other of others) expect(other.seen).toEqual(first?.seen);
    expect(await db.$count(liveEvents, isNull(liveEvents.position))).toBe(0);
    expect(await endOfFeed(db, liveEvents)).toBe(320);
  });

  it("keeps the position a row once got", async () => {
    await using database = await testDatabase();
    const { db } = database;
    await db.insert(liveEvents).values(row(1));
    await stampFeed(db, liveEvents);
    await expect(db.update(liveEvents).set({ position: 99 })).rejects.toMatchObject({
      cause: { code: "23001" },
    });
  });
});
