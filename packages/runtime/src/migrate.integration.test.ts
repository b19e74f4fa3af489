import { currencies } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { migrate, queueSchema } from "./migrate.ts";

it("runs again on a database whose queues have made things of their own", async () => {
  await using database = await testDatabase();
  await database.db.execute(sql.raw(`create sequence ${queueSchema}.made_while_running`));
  await expect(migrate(database.ownerUrl)).resolves.toBeUndefined();
});

it("leaves what administrators made of reference data, and adds what is not there", async () => {
  await using database = await testDatabase();
  const { db } = database;
  const count = await db.$count(currencies);
  const edited = { active: false, position: 7, changedBy: "account:somebody" };
  await db.update(currencies).set(edited).where(eq(currencies.code, "RUB"));
  await database.admin("delete from currencies where code = 'LTC'");

  await migrate(database.ownerUrl);

  expect(await db.$count(currencies)).toBe(count);
  const found = await db.select().from(currencies).where(eq(currencies.code, "RUB"));
  expect(found).toMatchObject([{ ...edited, digits: 2 }]);
});
