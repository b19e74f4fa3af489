import { randomUUID } from "node:crypto";
import { createDb, type Db } from "@mainstay/db";
import pg from "pg";
import { inject } from "vitest";
import { urlFor } from "./global-setup.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly db: Db;
  readonly name: string;
  /** As the application connects. */
  readonly url: string;
  /** As migrations connect. */
  readonly ownerUrl: string;
  readonly adminUrl: string;
  /** Runs one statement as the server's administrator, to kill connections, to break things; answers with how many rows. */
  admin(statement: string): Promise<number>;
}

/** A database of its own, cloned from the migrated template: `await using database = await testDatabase()`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(
    `create database ${name} owner mainstay_owner template template_mainstay strategy file_copy`,
  );
  const adminUrl = server + name;
  const url = urlFor(adminUrl, "mainstay_tester");
  const db = createDb({ url, name: "test", max: 30 });
  return {
    db,
    name,
    url,
    ownerUrl: urlFor(adminUrl, "mainstay_owner"),
    adminUrl,
    admin: (statement) => asAdmin(statement, adminUrl),
    async [Symbol.asyncDispose]() {
      await db.$client.end();
      await asAdmin(`drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(
  statement: string,
  url = `${inject("postgresUrl")}postgres`,
): Promise<number> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const { rowCount } = await admin.query(statement);
    return rowCount ?? 0;
  } finally {
    await admin.end();
  }
}
