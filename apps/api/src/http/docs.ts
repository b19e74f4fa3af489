import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { ContractTree } from "@mainstay/contracts";
import type { Env } from "@mainstay/runtime";
import { type RequestHandler, type Response, Router } from "express";
import { renderSite, type SiteFile } from "../docs/site.ts";
import { sourceOf } from "../docs/source.ts";
import type { Implemented } from "../trpc/implement.ts";

/** Nothing but our own files: the pages hold no script or style of their own. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Prepared {
  readonly type: SiteFile["type"];
  readonly body: Buffer;
  readonly zipped: Buffer;
  readonly etag: string;
}

/** The reference at `/docs`, and its OpenAPI document also beside what it describes. */
export function docs(
  { contract }: Implemented<ContractTree>,
  env: Pick<Env, "PUBLIC_URL">,
): Router {
  let site: ReadonlyMap<string, Prepared> | null = null;
  // At the first request: most processes are never asked.
  const find = (name: string): Prepared | undefined => {
    site ??= prepare(contract, env.PUBLIC_URL);
    return site.get(name);
  };
  const serve =
    (name?: string): RequestHandler<{ name?: string }> =>
    (request, response, next) => {
      const file = find(name ?? request.params.name ?? "");
      if (file) send(response, file, request.acceptsEncodings("gzip") === "gzip");
      else next();
    };
  const router = Router({ strict: true });
  router.get(["/docs", "/docs/"], serve("index"));
  router.get("/docs/:name", serve());
  router.get("/api/v1/openapi.json", serve("openapi.json"));
  return router;
}

function prepare(contract: ContractTree, publicUrl: string): ReadonlyMap<string, Prepared> {
  const site = renderSite(sourceOf(contract, publicUrl), {
    page: (name) => (name === "index" ? "/docs" : `/docs/${name}`),
    file: (name) => `/docs/${name}`,
  });
  return new Map(
    [...site].map(([name, { type, text }]) => {
      const body = Buffer.from(text);
      const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      return [name, { type, body, zipped: gzipSync(body), etag }];
    }),
  );
}

function send(response: Response, { type, body, zipped, etag }: Prepared, zip: boolean): void {
  response.type(type);
  response.setHeader("content-security-policy", policy);
  // Asked about each time, and sent only when it changed: a deployment changes all of them at once.
  response.setHeader("cache-control", "no-cache");
  response.setHeader("etag", etag);
  response.vary("accept-encoding");
  if (zip) response.setHeader("content-encoding", "gzip");
  response.send(zip ? zipped : body);
}
