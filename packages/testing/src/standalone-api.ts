import { rmSync } from "node:fs";
import path from "node:path";
import { createServer } from "@mainstay/api";
import { createDatabase } from "@mainstay/db/create-database";
import { placeFor, startEmbedded } from "@mainstay/db/embedded";
import { createServices, migrate, readEnv } from "@mainstay/runtime";
import { testAccount } from "./accounts.ts";
import { freePort, urlFor } from "./global-setup.ts";

export interface StandaloneApi extends AsyncDisposable {
  readonly url: string;
  /** Of an admin. */
  readonly apiKey: string;
  /** A customer. */
  readonly person: { email: string; password: string };
}

/** A whole API on a database server of its own, for checks that run outside the test runner. */
export async function standaloneApi(): Promise<StandaloneApi> {
  const folder = path.join(import.meta.dirname, `../../../.data/tests-${process.pid}`);
  const postgres = await startEmbedded({ folder, port: await freePort(), purpose: "tests" });
  await createDatabase(postgres.adminUrl());
  const ownerUrl = urlFor(postgres.adminUrl("mainstay"), "mainstay_owner");
  await migrate(ownerUrl);

  const apiKey = "standalone-admin-key-0123456789";
  const env = readEnv({
    MODE: "development",
    DATABASE_URL: urlFor(ownerUrl, "mainstay_app"),
    DATABASE_OWNER_URL: ownerUrl,
    LOG_LEVEL: "silent",
    STATIC_KEYS: `admin:admin:${apiKey}`,
  });
  const services = await createServices(env, { name: "standalone-api" });
  const { email, password } = await testAccount(services, { audiences: ["customer"] });
  const server = createServer({ env, services });
  return {
    url: await server.listen(),
    apiKey,
    person: { email, password },
    async [Symbol.asyncDispose]() {
      await server.close();
      await services.close();
      await postgres.stop();
      rmSync(placeFor(folder), { recursive: true, force: true });
    },
  };
}
