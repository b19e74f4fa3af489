import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createMainstay } from "@mainstay/sdk";
import { Refusal } from "./body.ts";
import { checkout } from "./checkout.ts";
import { page } from "./page.ts";
import { keepReconciling } from "./reconcile.ts";
import { openShop } from "./shop.ts";
import { takeWebhook } from "./webhooks.ts";

export interface ServiceOptions {
  /** Where Mainstay is. */
  readonly url: string;
  readonly apiKey: string;
  readonly storeId: string;
  /** Of the webhook endpoint; two while it is replaced. */
  readonly secrets: readonly string[];
  /** Where the orders are kept. */
  readonly file: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly reconcileMs?: number;
  readonly say?: (line: string) => void;
}

export interface Service {
  readonly url: string;
  close(): Promise<void>;
}

const path = ({ url }: IncomingMessage): string => url?.split("?", 1)[0] ?? "";

export async function startService(options: ServiceOptions): Promise<Service> {
  const { url, apiKey, storeId, secrets, reconcileMs = 60_000, say = console.log } = options;
  const mainstay = createMainstay({ url, apiKey });
  const shop = openShop(options.file);
  const at = { mainstay, shop, storeId, secrets, say };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    switch (`${request.method} ${path(request)}`) {
      case "GET /":
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(shop));
        return;
      case "POST /checkout":
        return checkout(at, request, response);
      case "POST /webhooks":
        return takeWebhook(at, request, response);
      default:
        throw new Refusal(404, "There is nothing here.");
    }
  };
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      const known = error instanceof Refusal;
      if (!known) say(`${path(request)} failed: ${String(error)}`);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      // What is left of a body that was not read to its end would be taken for the next request.
      response.writeHead(known ? error.status : 500, {
        "content-type": "text/plain; charset=utf-8",
        connection: "close",
      });
      response.end(known ? error.message : "Something went wrong.");
    });
  });
  // It listens before it reconciles: whatever happens from now on comes by webhook.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const reconciling = keepReconciling(at, reconcileMs);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await Promise.all([
        reconciling.stop(),
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeIdleConnections();
        }),
      ]);
      mainstay.close();
    },
  };
}
