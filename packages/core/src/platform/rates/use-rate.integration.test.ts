import type { DomainError } from "@mainstay/contracts";
import { rates, rateUses, settings, transaction } from "@mainstay/db";
import { type TestDatabase, testDatabase, testProcess } from "@mainstay/testing";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useRate } from "./use-rate.ts";

const pair = { base: "USD", quote: "RUB" };
const now = new Date("2026-01-15T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const insert = async (
  { db }: TestDatabase,
  rate: string,
  takenAt: Date,
  source = "provider",
): Promise<string> => {
  const [row] = await db
    .insert(rates)
    .values({ ...pair, rate, source, takenAt, createdAt: now })
    .returning({ id: rates.id });
  if (!row) throw new Error("no rate was inserted");
  return row.id;
};

async function usingAt(database: TestDatabase) {
  const process = await testProcess(database);
  const ctx = {
    settings: process.services.settings,
    clock: { now: () => now },
    fail: (error: DomainError): never => {
      throw error;
    },
  };
  return {
    use: (usedFor: `${string}:${string}` = "order:1") =>
      transaction(process.services.db, (tx) => useRate(ctx, tx, { ...pair, usedFor })),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

describe("using a rate", () => {
  it("takes the newest, and writes down which one it was", async () => {
    await using database = await testDatabase();
    await using at = await usingAt(database);
    await insert(database, "90", minutesAgo(5));
    const id = await insert(database, "92.500", minutesAgo(2));
    await insert(database, "91", minutesAgo(3), "static_key:admin");
    expect(await at.use()).toEqual({ id, rate: "92.5", takenAt: minutesAgo(2) });
    const later = await insert(database, "93", minutesAgo(1), "static_key:admin");
    expect(await at.use()).toMatchObject({ id: later, rate: "93" });
    const uses = await database.db.select().from(rateUses).orderBy(rateUses.id);
    expect(uses.map(({ rateId, usedFor, at: when }) => ({ rateId, usedFor, when }))).toEqual([
      { rateId: id, usedFor: "order:1", when: now },
      { rateId: later, usedFor: "order:1", when: now },
    ]);
  });

  it("is refused where there is none, and nothing is written", async () => {
    await using database = await testDatabase();
    await using at = await usingAt(database);
    await expect(at.use()).rejects.toMatchObject({
      reason: "platform.rate_missing",
      details: pair,
    });
    expect(await database.db.$count(rateUses)).toBe(0);
  });

  it.each([
    ["the provider told", "provider", 60, 60],
    ["somebody typed in", "static_key:admin", 24 * 60, 1_440],
  ])("that %s is refused once it is too old", async (_name, source, minutes, limitMinutes) => {
    await using database = await testDatabase();
    await using at = await usingAt(database);
    const justOver = new Date(minutesAgo(minutes).getTime() - 1);
    await insert(database, "92.5", justOver, source);
    await expect(at.use()).rejects.toMatchObject({
      reason: "platform.rate_stale",
      details: { ...pair, takenAt: justOver.toISOString(), limitMinutes },
    });
    expect(await database.db.$count(rateUses)).toBe(0);
    await insert(database, "92.5", minutesAgo(minutes), source);
    expect(await at.use()).toMatchObject({ rate: "92.5" });
  });

  it("goes by the limit that administrators set", async () => {
    await using database = await testDatabase();
    const set = { key: "platform.rate_age_minutes", value: 3, changedAt: now, changedBy: "test" };
    await database.db.insert(settings).values(set);
    await using at = await usingAt(database);
    await insert(database, "92.5", minutesAgo(4));
    await expect(at.use()).rejects.toMatchObject({
      reason: "platform.rate_stale",
      details: { limitMinutes: 3 },
    });
  });

  it("is undone with what it was used for", async () => {
    await using database = await testDatabase();
    await using process = await testProcess(database);
    await insert(database, "92.5", now);
    const ctx = {
      settings: process.services.settings,
      clock: { now: () => now },
      fail: (error: DomainError): never => {
        throw error;
      },
    };
    const work = transaction(process.services.db, async (tx) => {
      await useRate(ctx, tx, { ...pair, usedFor: "order:2" });
      throw new Error("the order is not made");
    });
    await expect(work).rejects.toThrow("the order is not made");
    expect(await database.db.$count(rateUses)).toBe(0);
  });
});

describe("a rate that was stored", () => {
  it("is never changed or deleted, nor is what it was used for", async () => {
    await using database = await testDatabase();
    await using at = await usingAt(database);
    const id = await insert(database, "92.5", now);
    await at.use();
    const { db } = database;
    const tries = [
      db.update(rates).set({ rate: "1" }).where(eq(rates.id, id)),
      db.delete(rateUses),
      db.delete(rates),
    ];
    for (const attempt of tries) await expect(attempt).rejects.toThrow();
    // Not even by who may do anything.
    await expect(database.admin("update rates set rate = 1")).rejects.toThrow();
    await expect(database.admin("delete from rate_uses")).rejects.toThrow();
    expect(await db.select({ rate: rates.rate }).from(rates)).toEqual([
      { rate: "92.500000000000" },
    ]);
  });

  it.each(["0", "-1"])("is never %s", async (rate) => {
    await using database = await testDatabase();
    await expect(insert(database, rate, now)).rejects.toThrow();
  });
});
