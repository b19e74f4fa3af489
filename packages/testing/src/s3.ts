import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer, type IncomingMessage, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
// @ts-expect-error -- it brings no types
import S3rver from "s3rver";

export interface TestBucket extends AsyncDisposable {
  /** What an environment names it by. */
  readonly env: Record<string, string>;
  /** All that lies there. */
  keys(): Promise<string[]>;
  /** From here on it is away. */
  goAway(): void;
}

/** As much of it as is used. */
type Store = new (options: {
  port: number;
  address: string;
  silent: boolean;
  directory: string;
  configureBuckets: { name: string }[];
}) => { run(): Promise<{ port: number }>; close(): Promise<void> };

const bucket = "mainstay-test";
const accessKeyId = "S3RVER";
const secret = "S3RVER";

/**
 * A bucket on a server that speaks S3. That server keeps objects, but takes every signature of version 4, so
 * there is a gate before it which does not.
 */
export async function testBucket(): Promise<TestBucket> {
  const directory = mkdtempSync(path.join(tmpdir(), "mainstay-s3-"));
  const store = new (S3rver as Store)({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await store.run();
  const open = `http://127.0.0.1:${port}`;
  let away = false;
  const gate = createServer((request, response) => {
    if (away) {
      response.writeHead(503).end();
      return;
    }
    const problem = problemOf(request);
    if (problem) {
      request.resume();
      response.writeHead(403, { connection: "close" }).end(problem);
      return;
    }
    const { method, headers, url = "/" } = request;
    const behind = ask(`${open}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    behind.on("error", () => response.destroy());
    request.pipe(behind);
  });
  gate.listen(0, "127.0.0.1");
  await once(gate, "listening");
  const endpoint = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  return {
    env: {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secret,
    },
    async keys() {
      const answer = await fetch(`${open}/${bucket}?list-type=2`);
      const listing = await answer.text();
      if (!answer.ok) throw new Error(`the bucket was not listed: ${listing}`);
      return [...listing.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key);
    },
    goAway: () => {
      away = true;
    },
    async [Symbol.asyncDispose]() {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What Amazon's documentation of signature version 4 asks of a request, header or query. */
function problemOf(request: IncomingMessage): string | null {
  const url = new URL(request.url ?? "/", "http://gate");
  const signed = partsOf(request, url);
  if (!signed) return "AccessDenied";
  const { signature, scope, names, date, expiresMs, payload } = signed;
  if (Date.now() > parseDate(date) + expiresMs) return "ExpiredToken";
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join("&");
  const headers = names.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join("");
  const canonical = [request.method, url.pathname, query, headers, names.join(";"), payload];
  const hash = createHash("sha256").update(canonical.join("\n")).digest("hex");
  const key = scope
    .split("/")
    .reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${secret}`);
  const expected = hmac(key, ["AWS4-HMAC-SHA256", date, scope, hash].join("\n")).toString("hex");
  return expected === signature ? null : "SignatureDoesNotMatch";
}

interface Signed {
  readonly signature: string;
  readonly scope: string;
  readonly names: readonly string[];
  readonly date: string;
  readonly expiresMs: number;
  readonly payload: string;
}

function partsOf({ headers }: IncomingMessage, url: URL): Signed | null {
  const query = url.searchParams;
  const signature = query.get("X-Amz-Signature");
  if (signature !== null) {
    return {
      signature,
      scope: scopeOf(query.get("X-Amz-Credential")),
      names: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
      date: query.get("X-Amz-Date") ?? "",
      expiresMs: Number(query.get("X-Amz-Expires")) * 1_000,
      payload: "UNSIGNED-PAYLOAD",
    };
  }
  const told = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
    headers.authorization ?? "",
  );
  if (!told) return null;
  return {
    signature: told[3] ?? "",
    scope: scopeOf(told[1]),
    names: (told[2] ?? "").split(";"),
    date: String(headers["x-amz-date"]),
    expiresMs: 15 * 60_000,
    payload: String(headers["x-amz-content-sha256"]),
  };
}

/** Without the key's name, which stands before it. */
const scopeOf = (credential: string | null | undefined): string =>
  (credential ?? "").split("/").slice(1).join("/");

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** 20260102T030405Z */
const parseDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
