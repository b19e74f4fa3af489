import { randomUUID } from "node:crypto";
import { testDatabase } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { askPrepared } from "./prepared.ts";
import { sqlState, transaction } from "./transaction.ts";

it("sends and reads what a statement can carry, the first time and again", async () => {
  await using database = await testDatabase();
  const text =
    "select $1::text, $2::bigint, $3::boolean, $4::bytea, $5::text[], $6::uuid, null::text, $7::int";
  const id = randomUUID();
  const hard = ["plain", "", "NULL", 'quoted " here', "back\\slash", "{,}", "двa\nlines"];
  await transaction(database.db, async (tx) => {
    for (let round = 0; round < 3; round += 1) {
      const values = [
        "words",
        2n ** 62n,
        round === 1,
        Buffer.from([0, 255, round]),
        hard,
        id,
        null,
      ];
      expect(await askPrepared(tx, "test_all", text, values)).toEqual([
        "words",
        String(2n ** 62n),
        round === 1,
        Buffer.from([0, 255, round]),
        hard,
        id,
        null,
        null,
      ]);
    }
  });
});

it("goes on after a statement that the server refused, whether it was parsed or not", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const halve = (by: number) => askPrepared<[number]>(db, "test_halve", "select 8 / $1::int", [by]);
  for (let round = 0; round < 30; round += 1) {
    await expect(halve(0)).rejects.toSatisfy((error) => sqlState(error) === "22012");
    expect(await halve(2)).toEqual([4]);
    await expect(askPrepared(db, "test_wrong", "selec 1", [])).rejects.toSatisfy(
      (error) => sqlState(error) === "42601",
    );
  }
  const asked = Array.from({ length: 200 }, (_, by) => halve(by % 3));
  const answers = (await Promise.allSettled(asked)).map((one) => one.status);
  expect(answers).toEqual(asked.map((_, by) => (by % 3 === 0 ? "rejected" : "fulfilled")));
  expect(db.$client.totalCount - db.$client.idleCount).toBe(0);
});

it("refuses a second statement by the same name, and one without a row", async () => {
  await using database = await testDatabase();
  await transaction(database.db, async (tx) => {
    expect(await askPrepared(tx, "test_name", "select 1", [])).toEqual([1]);
    const other = askPrepared(tx, "test_name", "select 2", []);
    await expect(other).rejects.toMatchObject({
      cause: { message: "The name test_name already means another statement." },
    });
    expect(await askPrepared(tx, "test_name", "select 1", [])).toEqual([1]);
  });
  const none = askPrepared(database.db, "test_none", "select 1 where false", []);
  await expect(none).rejects.toMatchObject({ cause: { message: "test_none answered no row" } });
});

it("is refused, and not waited for, when the connection dies under it", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const dying = Array.from({ length: 20 }, () =>
    askPrepared(db, "test_end", "select pg_terminate_backend(pg_backend_pid())", []),
  );
  for (const { status } of await Promise.allSettled(dying)) expect(status).toBe("rejected");
  expect(await askPrepared(db, "test_after", "select 3", [])).toEqual([3]);
  const { rows } = await db.execute(sql`select 4 as four`);
  expect(rows).toEqual([{ four: 4 }]);
});
