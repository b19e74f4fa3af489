import path from "node:path";
import { startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, readEnv, silent } from "@mainstay/runtime";
import { driveLedger } from "@mainstay/testing/drive-ledger";
import pg from "pg";
import type { Soak } from "../soak.ts";

/** The test of the ledger against its model, at length, in one database that grows. */
export const soak: Soak = async ({ operations, seed }) => {
  const folder = path.join(import.meta.dirname, "../../../.data/soak-ledger");
  const postgres = await startEmbedded({ folder, port: 54_395, purpose: "development" });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => postgres.stop());
  const url = await freshDatabase(postgres.adminUrl, "soak_ledger");
  const env = readEnv({ DATABASE_URL: url, REDIS_PREFIX: "soak" });
  const { db, reference, close } = await createServices(env, { name: "soak", log: silent });
  stack.defer(close);

  console.log(`Ledger: ${operations} operations with seed ${seed}.`);
  const since = performance.now();
  const seconds = () => Math.round((performance.now() - since) / 1_000);
  const result = await driveLedger({
    db,
    reference,
    seed,
    operations,
    compareEvery: operations / 100,
    reconcileEvery: operations / 10,
    onProgress: (done) => console.log(`${done} operations, ${seconds()} s`),
  });
  for (const [what, times] of [...result.tally].toSorted(([, one], [, other]) => other - one))
    console.log(`${String(times).padStart(9)}  ${what}`);
  console.log(
    `No divergence in ${result.operations} operations with seed ${seed}: ${result.transfers} transfers, ` +
      `${result.accounts} accounts, books clean, ${seconds()} s.`,
  );
};

async function freshDatabase(urlOf: (name?: string) => string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: urlOf() });
  await admin.connect();
  try {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name}`);
  } finally {
    await admin.end();
  }
  await migrate(urlOf(name));
  return urlOf(name);
}
