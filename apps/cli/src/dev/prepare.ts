import path from "node:path";
import { createDatabase } from "@mainstay/db/create-database";
import { placeFor, startEmbedded } from "@mainstay/db/embedded";
import { type Env, migrate, readEnv, usesEmbeddedPostgres } from "@mainstay/runtime";
import { CommandError } from "../command.ts";
import { redisState, shownUrl } from "../redis-state.ts";
import { portsOf, takenPorts } from "./ports.ts";

export const root = path.join(import.meta.dirname, "../../../..");
export const dataFolder = path.join(root, ".data/postgres");

/** The environment, when nothing in it keeps `dev` from starting. */
export async function checkedEnv(): Promise<Env> {
  const env = readEnv();
  if (env.MODE !== "development") {
    throw new CommandError(`dev is for development, and MODE is ${env.MODE}.`);
  }
  const wanted = portsOf(env);
  const loose = wanted.find(({ port }) => port === 0);
  if (loose) throw new CommandError(`dev needs to know its ports: give ${loose.variable} one.`);
  const twice = wanted.find(({ port }, at) =>
    wanted.slice(0, at).some((other) => other.port === port),
  );
  if (twice) {
    throw new CommandError(`Port ${twice.port} is wanted twice: give ${twice.variable} another.`);
  }
  const taken = await takenPorts(wanted);
  if (taken.length > 0) {
    const which = taken.map(({ port, what, variable }) => `port ${port} for ${what} (${variable})`);
    throw new CommandError(
      `Somebody else listens on ${which.join(" and ")}. Stop that, perhaps another dev, or set another port.`,
    );
  }
  if (env.REDIS_URL) await reachRedis(env, env.REDIS_URL);
  return env;
}

async function reachRedis(env: Env, url: string): Promise<void> {
  try {
    await redisState(env, url);
  } catch (error) {
    throw new CommandError(
      `Redis does not answer at ${shownUrl(url)}. Start it, or unset REDIS_URL to keep queues in Postgres.`,
      { cause: error },
    );
  }
}

export interface Database {
  /** Where the Postgres from the packages keeps its data; null where another one is used. */
  readonly data: string | null;
  /** Called when it ends by itself. */
  onEnd(listener: () => void): void;
  stop(): Promise<void>;
}

/** A server that has the roles and the database; somebody else's is taken as it is. */
export async function startDatabase(env: Env): Promise<Database> {
  if (!usesEmbeddedPostgres(env)) {
    return { data: null, onEnd: () => {}, stop: async () => {} };
  }
  const server = await startEmbedded({
    folder: dataFolder,
    port: env.EMBEDDED_POSTGRES_PORT,
    purpose: "development",
  });
  try {
    await createDatabase(server.adminUrl());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    data: placeFor(dataFolder),
    onEnd: (listener) => void server.ended.then(listener),
    stop: () => server.stop(),
  };
}

export async function migrateDatabase(env: Env, data: string | null): Promise<void> {
  const owner = env.DATABASE_OWNER_URL;
  if (!owner || (data === null && owner === ownUrl(env))) {
    throw new CommandError(
      "DATABASE_URL names a Postgres of your own: set DATABASE_OWNER_URL as well, for migrations.",
    );
  }
  try {
    await migrate(owner);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (data !== null || (code !== "ECONNREFUSED" && code !== "ENOTFOUND")) throw error;
    throw new CommandError(`Postgres does not answer at ${shownUrl(owner)}: ${message || code}.`, {
      cause: error,
    });
  }
}

/** What stands in where nothing is set: it is right for the Postgres from the packages alone. */
const ownUrl = (env: Env): string =>
  `postgres://mainstay_owner@127.0.0.1:${env.EMBEDDED_POSTGRES_PORT}/mainstay`;
