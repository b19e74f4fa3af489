import { hash } from "node:crypto";
import { type ContractTree, walk } from "@mainstay/contracts";
import type { Request, Response } from "express";

/** For how many seconds an answer may be kept, by the procedure's dotted path. */
export type CacheSeconds = ReadonlyMap<string, number>;

export const cacheSecondsOf = (contract: ContractTree): CacheSeconds =>
  new Map(
    [...walk(contract)].flatMap(({ path, procedure }) =>
      procedure.cache ? [[path, procedure.cache.seconds] as const] : [],
    ),
  );

/** What is left to this caller is not what is left to the next one. */
const ofCaller = [
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "ratelimit-policy",
] as const;

/**
 * Lets browsers and proxies keep this answer to a GET. True where the caller has this very answer already:
 * the response is then a 304, to be ended without a body.
 */
export function tellCaches(
  request: Request,
  response: Response,
  body: string,
  seconds: number,
): boolean {
  // A cookie is one caller's, whoever set it.
  if (response.hasHeader("set-cookie")) {
    tellNotToKeep(response);
    return false;
  }
  for (const name of ofCaller) response.removeHeader(name);
  const tag = hash("sha256", body, "base64url");
  response.setHeader("etag", `"${tag}"`);
  response.setHeader("cache-control", `public, max-age=${seconds}`);
  if (!isNamed(tag, request.headers["if-none-match"])) return false;
  response.statusCode = 304;
  return true;
}

export const tellNotToKeep = (response: Response): void =>
  void response.setHeader("cache-control", "no-store");

/** A list of tags, weak or strong, or `*` for any; here the two kinds count alike. */
function isNamed(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return [...ifNoneMatch.matchAll(/(?:W\/)?"([^"]*)"/g)].some(([, given]) => given === tag);
}
