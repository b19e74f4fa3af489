import { type Env, EnvironmentError, readEnv, usesEmbeddedPostgres } from "@mainstay/runtime";
import { database } from "./database.ts";
import { fail, type Finding, ok } from "./finding.ts";
import { machine } from "./machine.ts";
import { ports } from "./ports.ts";
import { redis } from "./redis.ts";
import { secrets } from "./secrets.ts";

/** Everything there is to check, one after the other; without an environment, what needs none. */
export async function* examine(): AsyncGenerator<Finding> {
  const [env, problems] = environment();
  yield* machine(env === null || usesEmbeddedPostgres(env));
  for (const problem of problems) {
    yield fail("Environment", problem, "What can be set is in .env.example.");
  }
  if (!env) return;
  yield ok("Environment", `MODE is ${env.MODE}`);
  yield* secrets(env);
  yield* ports(env);
  yield* database(env);
  yield await redis(env);
}

function environment(): [env: Env | null, problems: readonly string[]] {
  try {
    return [readEnv(), []];
  } catch (error) {
    if (error instanceof EnvironmentError) return [null, error.problems];
    throw error;
  }
}
