import type { Env } from "@mainstay/runtime";
import { type Finding, ok, warn } from "./finding.ts";

/** Lengths are the environment's own rule; here is what it cannot refuse. */
export function* secrets(env: Env): Generator<Finding> {
  const about = "Secrets";
  const made =
    process.env["APP_SECRET"] === undefined || process.env["ENCRYPTION_KEYS"] === undefined;
  if (env.MODE === "development" && made) {
    yield ok(about, "made-up ones, which protect nothing: fine for development");
    return;
  }
  const weak = [
    ...(isGuessable(env.APP_SECRET) ? ["APP_SECRET"] : []),
    ...(env.ENCRYPTION_KEYS.some(({ key }) => isGuessable(key.toString("hex")))
      ? ["ENCRYPTION_KEYS"]
      : []),
    ...(env.STATIC_KEYS.some(({ key }) => isGuessable(key) || key.length < 24)
      ? ["STATIC_KEYS"]
      : []),
    ...(env.METRICS_TOKEN !== undefined && isGuessable(env.METRICS_TOKEN) ? ["METRICS_TOKEN"] : []),
  ];
  if (weak.length === 0) yield ok(about, "long and not repetitive");
  else {
    const todo =
      "Make them by: openssl rand -base64 48 (ENCRYPTION_KEYS: openssl rand -base64 32).";
    yield warn(about, `${weak.join(", ")} could be guessed`, todo);
  }
}

/** Few different characters, or one stretch again and again. */
function isGuessable(secret: string): boolean {
  return new Set(secret).size < 8 || /^(.{1,8})\1+.{0,8}$/.test(secret);
}
