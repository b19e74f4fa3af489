import type { Env } from "@mainstay/runtime";
import { redisState, shownUrl } from "../redis-state.ts";
import { fail, type Finding, off, ok, warn } from "./finding.ts";

export async function redis(env: Env): Promise<Finding> {
  const about = "Redis";
  if (!env.REDIS_URL) return off(about, "not used: queues, wakes and limits are in Postgres");
  const at = shownUrl(env.REDIS_URL);
  try {
    const { version, maxmemoryPolicy } = await redisState(env, env.REDIS_URL);
    const told = `${version} at ${at}`;
    const todo =
      "Set maxmemory-policy noeviction: any other throws queued jobs away when memory is short.";
    if (maxmemoryPolicy === "noeviction") return ok(about, told);
    if (maxmemoryPolicy === null)
      return warn(about, `${told}, which does not tell its maxmemory-policy`, todo);
    return fail(about, `${told}, with maxmemory-policy ${maxmemoryPolicy}`, todo);
  } catch {
    // Of its reasons the client keeps none but that it gave up.
    return fail(
      about,
      `no answer from ${at}`,
      "Start it, or unset REDIS_URL to keep queues in Postgres.",
    );
  }
}
