import { transaction } from "@mainstay/db";
import { testDatabase } from "@mainstay/testing";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";

const id = "0190a0c0-0000-7000-8000-000000000000";
const days = "ended_at >= '2026-01-01' and ended_at < '2026-02-01'";

it.each(
  ["pay_ins", "pay_outs"].flatMap((table) => [
    [table, `trader_id = '${id}' and ${days}`, `${table}_trader_ended`],
    [table, `team_id = '${id}' and ${days}`, `${table}_team_ended`],
    [table, "amount >= 100 and amount <= 200", `${table}_amount`],
  ]),
)("%s where %s are read from the index %s", async (table, where, index) => {
  await using database = await testDatabase();
  const plan = await transaction(database.db, async (tx) => {
    await tx.execute("set local enable_seqscan = off");
    await tx.execute("set local enable_bitmapscan = off");
    const { rows } = await tx.execute(sql.raw(`explain select id from ${table} where ${where}`));
    return JSON.stringify(rows);
  });
  expect(plan).toContain(`using ${index} on ${table}`);
});
