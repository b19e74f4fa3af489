import { testDatabase } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditRows } from "./schema/index.ts";

const row = {
  at: new Date(),
  actor: "system:test",
  action: "test",
  changes: {},
  outcome: "done",
  requestId: "r",
};

describe("append-only tables", () => {
  it("refuse the application a change of an audit row", async () => {
    await using database = await testDatabase();
    await database.db.insert(auditRows).values(row);
    const change = database.db.update(auditRows).set({ action: "other" });
    await expect(change).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(database.db.delete(auditRows)).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(database.db.execute(sql`truncate audit_rows`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });

  it.each([
    "update audit_rows set action = 'other'",
    "delete from audit_rows",
    "truncate audit_rows",
  ])("refuse their owner, too: %s", async (statement) => {
    await using database = await testDatabase();
    await database.db.insert(auditRows).values(row);
    await expect(database.admin(statement)).rejects.toMatchObject({ code: "23001" });
  });
});
