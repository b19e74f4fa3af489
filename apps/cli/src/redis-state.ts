import { createRedis, type Env, silent } from "@mainstay/runtime";

export interface RedisState {
  readonly version: string;
  /** Null where the server does not tell. */
  readonly maxmemoryPolicy: string | null;
}

/** What a server says of itself; rejects where it does not answer. */
export async function redisState(env: Env, url: string): Promise<RedisState> {
  const connections = await createRedis({
    url,
    prefix: env.REDIS_PREFIX,
    name: "cli",
    log: silent,
  });
  try {
    const redis = connections.connect("calls");
    const info = await redis.info("server");
    // Hosted servers often keep CONFIG to themselves.
    const policy = await redis.config("GET", "maxmemory-policy").catch(() => null);
    return {
      version: /redis_version:(\S+)/.exec(info)?.[1] ?? "of unknown version",
      maxmemoryPolicy: Array.isArray(policy) ? String(policy[1]) : null,
    };
  } finally {
    await connections.close();
  }
}

/** Without its password. */
export function shownUrl(text: string): string {
  const url = new URL(text);
  if (url.password) url.password = "***";
  return url.toString();
}
