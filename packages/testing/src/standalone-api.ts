import { rmSync } from "node:fs";
import path from "node:path";
import { createServer } from "@mainstay/api";
import { placeFor, startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, readEnv } from "@mainstay/runtime";
import pg from "pg";
import { freePort, urlFor } from "./global-setup.ts";

export interface StandaloneApi extends AsyncDisposable {
  readonly url: string;
  /** Of an admin. */
  readonly apiKey: string;
}

/** A whole API on a database server of its own, for checks that run outside the test runner. */
export async function standaloneApi(): Promise<StandaloneApi> {
  const folder = path.join(import.meta.dirname, `../../../.data/tests-${process.pid}`);
  const postgres = await startEmbedded({ folder, port: await freePort(), purpose: "tests" });
  const admin = new pg.Client({ connectionString: postgres.adminUrl() });
  await admin.connect();
  await admin.query(`
    create role mainstay_owner login createrole;
    create role mainstay_app nologin;
    create role mainstay_caller login in role mainstay_app;
  `);
  await admin.query("create database mainstay owner mainstay_owner");
  await admin.end();
  const ownerUrl = urlFor(postgres.adminUrl("mainstay"), "mainstay_owner");
  await migrate(ownerUrl);

  const apiKey = "standalone-admin-key-0123456789";
  const env = readEnv({
    MODE: "development",
    DATABASE_URL: urlFor(ownerUrl, "mainstay_caller"),
    DATABASE_OWNER_URL: ownerUrl,
    LOG_LEVEL: "silent",
    STATIC_KEYS: `admin:admin:${apiKey}`,
  });
  const services = await createServices(env, { name: "standalone-api" });
  const server = createServer({ env, services });
  return {
    url: await server.listen(),
    apiKey,
    async [Symbol.asyncDispose]() {
      await server.close();
      await services.close();
      await postgres.stop();
      rmSync(placeFor(folder), { recursive: true, force: true });
    },
  };
}
