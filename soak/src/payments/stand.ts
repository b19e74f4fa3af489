import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createDatabase } from "@mainstay/db/create-database";
import { startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, type ProcessServices, readEnv, silent } from "@mainstay/runtime";
import { freePort, urlFor } from "@mainstay/testing/global-setup";
import pg from "pg";
import { Running } from "./processes.ts";
import { staticKeys } from "./world.ts";

export interface Stand extends AsyncDisposable {
  readonly api: Running;
  readonly worker: Running;
  /** As the server's administrator. */
  readonly pool: pg.Pool;
  readonly services: ProcessServices;
  readonly queues: "postgres" | "redis";
}

const database = "soak_payments";

/** An api and a worker as they are run, on a database of their own; on Redis, where the environment names one. */
export async function createStand(folder: string): Promise<Stand> {
  await using stack = new AsyncDisposableStack();
  const postgres = await startEmbedded({
    folder: path.join(folder, "../soak-payments-postgres"),
    port: 54_397,
    purpose: "development",
  });
  stack.defer(() => postgres.stop());
  await createDatabase(postgres.adminUrl());
  const admin = new pg.Client({ connectionString: postgres.adminUrl() });
  await admin.connect();
  await admin.query(`drop database if exists ${database} with (force)`);
  await admin.query(`create database ${database} owner mainstay_owner`);
  await admin.end();
  const adminUrl = postgres.adminUrl(database);
  await migrate(urlFor(adminUrl, "mainstay_owner"));

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const redisUrl = process.env["REDIS_URL"] ?? process.env["TEST_REDIS_URL"];
  const [apiPort, workerPort] = [await freePort(), await freePort()];
  const env = {
    MODE: "development",
    DATABASE_URL: urlFor(adminUrl, "mainstay_app"),
    LOG_LEVEL: "warn",
    STATIC_KEYS: `first:admin:${staticKeys.admin},second:admin:${staticKeys.second},support:support:${staticKeys.support}`,
    FILES_DIR: path.join(folder, "files"),
    API_PORT: String(apiPort),
    WORKER_PORT: String(workerPort),
    ...(redisUrl ? { REDIS_URL: redisUrl, REDIS_PREFIX: `soak-${Date.now()}` } : {}),
  };
  const api = new Running("api", { env, port: apiPort, folder });
  const worker = new Running("worker", { env, port: workerPort, folder });
  stack.defer(() => api.stop());
  stack.defer(() => worker.stop());
  await Promise.all([api.start(), worker.start()]);

  const pool = new pg.Pool({ connectionString: adminUrl, max: 3 });
  stack.defer(() => pool.end());
  const services = await createServices(readEnv(env), { name: "soak", log: silent });
  stack.defer(() => services.close());
  const owned = stack.move();
  return {
    api,
    worker,
    pool,
    services,
    queues: redisUrl ? "redis" : "postgres",
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
