import type { Socket } from "node:net";
import { testDatabase } from "@mainstay/testing";
import { expect, it } from "vitest";
import type { Db } from "./client.ts";
import { askPrepared, tell } from "./prepared.ts";
import { settings } from "./schema/index.ts";
import { sqlState, transaction, type Tx } from "./transaction.ts";
import { TxClient } from "./tx-client.ts";

const add = "insert into settings values ($1, '1', now(), 'test') returning key";
const built = (tx: Tx, key: string) =>
  tx.insert(settings).values({ key, value: 1, changedAt: new Date(), changedBy: "test" });
const prepared = (tx: Tx, key: string) => askPrepared(tx, "test_add", add, [key]);
const told = async (tx: Tx, key: string) => tell(tx, built(tx, key).toSQL());
const putters = [built, prepared, told];

async function keys(db: Db): Promise<string[]> {
  const rows = await db.select({ key: settings.key }).from(settings).orderBy(settings.key);
  return rows.map(({ key }) => key);
}

it("has begun, whatever is asked first: all is kept, or nothing", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const kept: string[] = [];
  // Each statement is parsed in the first round, and known from the second on.
  for (let round = 0; round < 3; round += 1) {
    for (const [first, one] of putters.entries()) {
      for (const [second, other] of putters.entries()) {
        const name = `${round}${first}${second}`;
        await transaction(db, async (tx) => {
          await one(tx, `${name}-a`);
          await other(tx, `${name}-b`);
        });
        await transaction(db, async (tx) => {
          await Promise.all([one(tx, `${name}-c`), other(tx, `${name}-d`)]);
        });
        kept.push(...["a", "b", "c", "d"].map((letter) => `${name}-${letter}`));
        const undone = transaction(db, async (tx) => {
          await Promise.all([one(tx, `${name}-x`), other(tx, `${name}-y`)]);
          throw new Error("never mind");
        });
        await expect(undone).rejects.toThrow("never mind");
        const refused = transaction(db, async (tx) => {
          await one(tx, `${name}-z`);
          await other(tx, `${name}-z`);
        });
        await expect(refused).rejects.toSatisfy((error) => sqlState(error) === "23505");
        const caught = transaction(db, async (tx) => {
          await one(tx, `${name}-a`).catch(() => "never mind");
          await other(tx, `${name}-z`).catch(() => "never mind");
        });
        // What was told is refused with what it goes with: here, with COMMIT.
        await expect(caught).rejects.toSatisfy(
          (error: Error) =>
            /its error was caught/.test(error.message) ||
            ["23505", "25P02"].includes(sqlState(error) ?? ""),
        );
      }
    }
  }
  expect(await keys(db)).toEqual(kept.toSorted());
  expect(db.$client.totalCount).toBe(1);
});

it("sends nothing for a transaction that asks nothing, and what is told in one write with what is asked", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const client = await db.$client.connect();
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  client.release();
  let writes = 0;
  for (const name of ["_write", "_writev"] as const) {
    const write = stream[name]?.bind(stream) as (...args: unknown[]) => void;
    stream[name] = (...args: unknown[]) => {
      writes += 1;
      write(...args);
    };
  }
  const written = async (work: (tx: Tx) => Promise<unknown>) => {
    const before = writes;
    await transaction(db, work).catch(() => "never mind");
    return writes - before;
  };
  expect(await written(async () => "answer")).toBe(0);
  expect(await written(async () => Promise.reject(new Error("no")))).toBe(0);
  expect(await written((tx) => told(tx, "a"))).toBe(1);
  const fewest = async (tx: Tx) => {
    await told(tx, "b");
    await told(tx, "c");
    await prepared(tx, "d");
    await told(tx, "e");
  };
  expect(await written(fewest)).toBe(2);
  expect(await keys(db)).toEqual(["a", "b", "c", "d", "e"]);
  expect(db.$client.totalCount).toBe(1);
});

it("keeps what is told in its place beside what is asked, and in a savepoint", async () => {
  await using database = await testDatabase();
  const { db } = database;
  await transaction(db, async (tx) => {
    await told(tx, "a");
    expect(await tx.$count(settings)).toBe(1);
    await tx
      .transaction(async (savepoint) => {
        await told(savepoint, "b");
        throw new Error("never mind");
      })
      .catch(() => "never mind");
    await told(tx, "c");
    expect(await askPrepared(tx, "test_count", "select count(*)::int from settings", [])).toEqual([
      2,
    ]);
  });
  expect(await keys(db)).toEqual(["a", "c"]);
});

it("takes each kind of value, and refuses what it cannot send before anything is sent", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const row = { key: "a", changedAt: new Date(1), changedBy: "те'ст\\" };
  const value = { text: '"', list: [1, null, true], none: null };
  await transaction(db, async (tx) =>
    tell(
      tx,
      tx
        .insert(settings)
        .values({ ...row, value })
        .toSQL(),
    ),
  );
  expect(await db.select().from(settings)).toMatchObject([{ ...row, value }]);
  const wrong = transaction(db, async (tx) => {
    await tx.execute("select 1");
    tell(tx, { sql: "select $1", params: [{}] });
  });
  await expect(wrong).rejects.toThrow(/cannot be sent/);
  await expect(
    db.transaction(async (tx) => tell(tx, { sql: "select 1", params: [] })),
  ).rejects.toThrow(/opened by transaction/);
  expect(await keys(db)).toEqual(["a"]);
});

it("runs nothing where BEGIN failed, with whatever it went", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const client = await db.$client.connect();
  const tx = new TxClient(client);
  const put = (key: string) => tx.ask({ name: "test_add", text: add, values: [key] });
  // Stands for a BEGIN that the server gives up on: it can be parsed, and not be run.
  const failing = "select 1 / (random() * 0)::int";
  const divided = { code: "22012" };
  for (let round = 0; round < 3; round += 1) {
    tx.begin(failing);
    const all = await Promise.allSettled([put("a"), put("b"), tx.query({ text: add }, ["c"])]);
    const next = await Promise.allSettled([put("d"), tx.query({ text: add }, ["e"]), tx.commit()]);
    for (const result of [...all, ...next]) {
      expect(result.status).toBe("rejected");
      const { reason } = result as PromiseRejectedResult;
      expect(reason.cause ?? reason).toMatchObject(divided);
    }
    await tx.rollback();
    expect(await keys(db)).toEqual([]);
  }
  tx.begin("begin");
  await put("kept");
  expect(await tx.commit()).toBe("COMMIT");
  client.release();
  expect(await keys(db)).toEqual(["kept"]);
});
