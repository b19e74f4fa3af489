import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { rolldown } from "rolldown";

/** The system's Chromium, or null where there is none: nothing is downloaded. */
export function findChromium(): string | null {
  const place = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return existsSync(place) ? place : null;
}

/** Its profile is a new folder, which goes with it. */
export const startChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      // Root, as in a container, cannot have the sandbox; only pages of the tests are opened.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A module with all it needs in one script, which sets the global `name`. */
export async function bundleForPage(module: string, name: string): Promise<string> {
  const bundle = await rolldown({ input: module, platform: "browser", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "iife", name });
  await bundle.close();
  return output[0].code;
}

export interface PageServer extends AsyncDisposable {
  readonly origin: string;
}

/** One empty page with one script. `host` makes its origin: `localhost` and `127.0.0.1` are two sites. */
export async function servePage(
  host: "localhost" | "127.0.0.1",
  script: string,
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/script.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script src="/script.js"></script>');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Everything that a browser asks for, by URL. */
export function watchRequests(context: BrowserContext): {
  readonly urls: readonly string[];
  /** Of requests, not of handshakes: as the network saw them. */
  headers(): Promise<readonly Record<string, string>[]>;
} {
  const urls: string[] = [];
  const asked: Promise<Record<string, string>>[] = [];
  context.on("request", (request) => {
    urls.push(request.url());
    // A request whose page went away has no headers to look at any more.
    asked.push(request.allHeaders().catch(() => ({})));
  });
  context.on("page", (page) => page.on("websocket", (socket) => urls.push(socket.url())));
  return { urls, headers: () => Promise.all(asked) };
}
