import { createHash, timingSafeEqual } from "node:crypto";
import type { Env } from "./env.ts";

/** Whether a request's Authorization header opens `/metrics`. */
export function mayScrape(
  env: Pick<Env, "METRICS_TOKEN" | "MODE">,
  authorization: string | undefined,
): boolean {
  if (env.METRICS_TOKEN === undefined) return env.MODE === "development";
  return timingSafeEqual(hash(authorization ?? ""), hash(`Bearer ${env.METRICS_TOKEN}`));
}
const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
