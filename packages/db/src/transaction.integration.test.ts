import { testDatabase } from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { settings } from "./schema/index.ts";
import {
  isConnectionLoss,
  isPassing,
  onCommit,
  snapshot,
  sqlState,
  transaction,
  type Tx,
  wakeAfterCommit,
} from "./transaction.ts";

const row = (key: string, value = 0) => ({ key, value, changedAt: new Date(), changedBy: "test" });
const bump = (tx: Tx, key: string) =>
  tx
    .update(settings)
    .set({ value: sql`to_jsonb((value #>> '{}')::int + 1)` })
    .where(eq(settings.key, key));

describe("transaction()", () => {
  it("repeats what met a deadlock, and each part happens once", async () => {
    await using database = await testDatabase();
    const { db } = database;
    await db.insert(settings).values([row("a"), row("b")]);
    let attempts = 0;
    const inOrder = (first: string, second: string) =>
      transaction(db, async (tx) => {
        attempts += 1;
        await bump(tx, first);
        await tx.execute(sql`select pg_sleep(0.02)`);
        await bump(tx, second);
      });
    for (let round = 0; round < 3; round += 1)
      await Promise.all([inOrder("a", "b"), inOrder("b", "a")]);
    const values = await db.select({ value: settings.value }).from(settings);
    expect(values.map(({ value }) => value)).toEqual([6, 6]);
    expect(attempts).toBeGreaterThan(6);
  });

  it("repeats a serialization failure, at most five times", async () => {
    await using database = await testDatabase();
    let attempts = 0;
    const never = transaction(database.db, async (tx) => {
      attempts += 1;
      await tx.execute(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
    });
    await expect(never).rejects.toSatisfy((error) => sqlState(error) === "40001");
    expect(attempts).toBe(5);
  });

  it("does not repeat anything else", async () => {
    await using database = await testDatabase();
    let attempts = 0;
    const once = transaction(database.db, async () => {
      attempts += 1;
      throw new Error("a bug");
    });
    await expect(once).rejects.toThrow("a bug");
    expect(attempts).toBe(1);
  });

  it("gives every connection back, also when they die under it", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const { max } = db.$client.options;
    const killed = Array.from({ length: max * 2 }, () =>
      transaction(db, async (tx) => {
        await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      }),
    );
    for (const result of await Promise.allSettled(killed)) {
      expect(result.status).toBe("rejected");
      expect(isConnectionLoss((result as PromiseRejectedResult).reason)).toBe(true);
    }
    expect(db.$client.waitingCount).toBe(0);
    await transaction(db, (tx) => tx.execute(sql`select 1`));
    expect(db.$client.totalCount - db.$client.idleCount).toBe(0);
  });

  it("fails as what passes where its connection died before COMMIT", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const cut = transaction(db, async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid}::int)`);
    });
    await expect(cut).rejects.toSatisfy(isPassing);
    expect(db.$client.totalCount - db.$client.idleCount).toBe(0);
  });

  it("tells what to look at after its commit, once a topic, and nothing when it rolled back", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const told: string[][] = [];
    onCommit(db, (topics) => told.push([...topics]));
    await transaction(db, async (tx) => {
      wakeAfterCommit(tx, "a");
      await tx.transaction(async (savepoint) => wakeAfterCommit(savepoint, "b"));
      wakeAfterCommit(tx, "a");
      expect(told).toEqual([]);
    });
    await transaction(db, async (tx) => {
      wakeAfterCommit(tx, "c");
      tx.rollback();
    }).catch(() => "rolled back");
    expect(told).toEqual([["a", "b"]]);
  });

  it("fails where a statement's error was caught, as nothing of it was kept", async () => {
    await using database = await testDatabase();
    const { db } = database;
    const told: string[][] = [];
    onCommit(db, (topics) => told.push([...topics]));
    const swallowed = transaction(db, async (tx) => {
      await tx.insert(settings).values(row("a"));
      wakeAfterCommit(tx, "a");
      await tx.execute(sql`select 1 / 0`).catch(() => "never mind");
    });
    await expect(swallowed).rejects.toThrow(/its error was caught/);
    expect(await db.select().from(settings)).toEqual([]);
    expect(told).toEqual([]);
  });

  it("reads as of one moment in a snapshot, and writes nothing there", async () => {
    await using database = await testDatabase();
    const { db } = database;
    await snapshot(db, async (tx) => {
      expect(await tx.select().from(settings)).toEqual([]);
      await db.insert(settings).values(row("a"));
      expect(await tx.select().from(settings)).toEqual([]);
    });
    const written = snapshot(db, (tx) => tx.insert(settings).values(row("b")));
    await expect(written).rejects.toSatisfy((error) => sqlState(error) === "25006");
  });

  it("cannot be bypassed by a wake outside of it", async () => {
    await using database = await testDatabase();
    await database.db.transaction(async (tx) => {
      expect(() => wakeAfterCommit(tx, "a")).toThrow(/transaction\(\)/);
    });
  });
});
