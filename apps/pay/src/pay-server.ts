import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { PageFiles } from "./build-page.ts";
import { type PageEnv, pageHeaders } from "./page-headers.ts";

export interface PayServer {
  /** Answers with the URL it can be called at. */
  listen(port: number, host: string): Promise<string>;
  /** What is being answered is answered to its end. */
  close(): Promise<void>;
}

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly plain: Buffer;
  readonly zipped: Buffer;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A handful of files that are known when it starts; nothing is looked for on the disk. */
export function createPayServer({ env, files }: { env: PageEnv; files: PageFiles }): PayServer {
  const always = pageHeaders(env);
  const answers = new Map<string, Answer>();
  for (const [name, content] of files) {
    const isPage = name === "index.html";
    const plain = isPage ? Buffer.from(withAddresses(content.toString(), env)) : content;
    const headers = {
      "content-type": types[path.extname(name)] ?? "application/octet-stream",
      "cache-control": isPage ? "no-store" : "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    };
    answers.set(isPage ? "/" : `/${name}`, { headers, plain, zipped: gzipSync(plain) });
  }
  for (const [at, body] of [
    ["/healthz", { ok: true }],
    ["/readyz", { ready: true, missing: [] }],
  ] as const) {
    const plain = Buffer.from(JSON.stringify(body));
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    answers.set(at, { headers, plain, zipped: gzipSync(plain) });
  }

  const server = createServer((request, response) => {
    const { method, url = "/", headers } = request;
    for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
    const answer = answers.get(url.split("?", 1)[0] ?? "/");
    if (!answer) refuse(response, 404, "There is nothing here.");
    else if (method !== "GET" && method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      refuse(response, 405, "This can only be read.");
    } else {
      const zip = /\bgzip\b/.test(String(headers["accept-encoding"]));
      const body = zip ? answer.zipped : answer.plain;
      const encoding = zip ? { "content-encoding": "gzip" } : {};
      response.writeHead(200, { ...answer.headers, ...encoding, "content-length": body.length });
      response.end(method === "HEAD" ? undefined : body);
    }
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          const { port: at } = server.address() as AddressInfo;
          resolve(`http://${host.includes(":") ? `[${host}]` : host}:${at}`);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}

const refuse = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { "content-type": "text/plain", "cache-control": "no-store" });
  response.end(`${text}\n`);
};

/** The same build serves everywhere: where the API is, is told when it is served. */
const withAddresses = (html: string, { PUBLIC_URL, RELEASE }: PageEnv): string =>
  html
    .replace("%api%", () => escaped(PUBLIC_URL))
    .replace("%release%", () => escaped(RELEASE ?? ""));

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
