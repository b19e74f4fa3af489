import { testDatabase } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { migrate, queueSchema } from "./migrate.ts";

it("runs again on a database whose queues have made things of their own", async () => {
  await using database = await testDatabase();
  await database.db.execute(sql.raw(`create sequence ${queueSchema}.made_while_running`));
  await expect(migrate(database.ownerUrl)).resolves.toBeUndefined();
});
