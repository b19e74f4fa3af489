import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Env, mayScrape, type Metrics } from "@mainstay/runtime";

export interface StatusServer {
  /** Answers with the URL it can be called at. */
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
}

/** `/healthz`: the process runs. `/readyz`: it consumes jobs. `/metrics`: for those who may scrape. */
export function createStatusServer(from: {
  env: Env;
  /** What keeps it from being ready, each in a few words. */
  missing: () => Promise<readonly string[]>;
  metrics: Metrics | undefined;
}): StatusServer {
  const { env, missing, metrics } = from;
  const pages: Record<string, (response: ServerResponse) => Promise<void>> = {
    "/healthz": async (response) => answer(response, 200, { ok: true }),
    "/readyz": async (response) => {
      const problems = await missing();
      const ready = problems.length === 0;
      answer(response, ready ? 200 : 503, { ready, missing: problems });
    },
    ...(metrics
      ? {
          "/metrics": async (response) => {
            const page = await metrics.render();
            response.writeHead(200, { "content-type": metrics.contentType }).end(page);
          },
        }
      : {}),
  };
  const server = createServer((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "";
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    const hidden = path === "/metrics" && !mayScrape(env, request.headers.authorization);
    if (page === undefined || hidden || request.method !== "GET") {
      answer(response, 404, { error: "There is nothing here." });
      return;
    }
    page(response).catch((error: unknown) => response.destroy(error as Error));
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
        server.closeAllConnections();
      }),
  };
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};
