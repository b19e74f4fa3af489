import { readFileSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as migrateTables } from "drizzle-orm/node-postgres/migrator";
import { sql } from "drizzle-orm";
import pg from "pg";
import type { DbOrTx } from "./transaction.ts";

const migrationsFolder = path.join(import.meta.dirname, "../migrations");
/** Any fixed number: one migration runs at a time. */
const migrationLock = 7_311_206;

/** Brings the tables to this version; the URL is the owner's. `also` runs on the same connection, under the same lock. */
export async function migrate(
  ownerUrl: string,
  also: (client: pg.Client) => Promise<void> = async () => {},
): Promise<void> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "mainstay-migrate",
  });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await ensureAppRole(client);
    await migrateTables(drizzle(client), { migrationsFolder });
    await also(client);
  } finally {
    await client.end();
  }
}

async function ensureAppRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = 'mainstay_app'");
  if (rowCount === 0) await client.query("create role mainstay_app nologin");
}

/** When the newest migration of this version was made. */
export function newestMigration(): number {
  const journal = JSON.parse(
    readFileSync(path.join(migrationsFolder, "meta/_journal.json"), "utf8"),
  ) as { entries: { when: number }[] };
  return Math.max(...journal.entries.map((entry) => entry.when));
}

/** False while the database is older than this version; a newer one is fine, as deployments roll. */
export async function migrationsAreCurrent(db: DbOrTx): Promise<boolean> {
  const { rows } = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(rows[0]?.newest ?? 0) >= newestMigration();
}
