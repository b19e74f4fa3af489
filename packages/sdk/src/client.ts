import { createTRPCClient, splitLink } from "@trpc/client";
import { checkOptions } from "./check-options.ts";
import { Credentials } from "./credentials.ts";
import { createFetch } from "./fetch.ts";
import type { Api } from "./generated/router.ts";
import { EventSourceTransport } from "./links/event-source.ts";
import { http } from "./links/http.ts";
import { idempotency } from "./links/idempotency.ts";
import { live } from "./links/live.ts";
import type { LiveTransport } from "./links/live-transport.ts";
import { refresh } from "./links/refresh.ts";
import { retry } from "./links/retry.ts";
import { WebSocketTransport } from "./links/web-socket.ts";
import type { MainstayOptions } from "./options.ts";
import type { AppRouter } from "./trpc-router.ts";

interface Closable {
  /** Ends all subscriptions and their connections, for good. Calls are answered as before. */
  close(): void;
}

/** The whole API by module, group and procedure. */
export type Mainstay = Api & Closable;

export function createMainstay(options: MainstayOptions): Mainstay {
  checkOptions(options);
  const { retryBudgetMs = 15_000, timeoutMs = 30_000, subscriptions = "websocket" } = options;
  const url = `${options.url.replace(/\/+$/, "")}/trpc`;
  const tell = options.onEvent ?? (() => {});
  const credentials = new Credentials(options, timeoutMs, tell);
  const { session } = options;
  const cookies = session ? (session.way === "cookie" ? "include" : "omit") : options.cookies;
  const fetch = createFetch({ fetch: options.fetch, cookies, timeoutMs, tell });

  const makeTransport = (): LiveTransport => {
    if (subscriptions === "websocket") {
      return new WebSocketTransport(url, options.WebSocket, credentials);
    }
    // By this client itself, so that it is refreshed and repeated like every call.
    const ticket = async (): Promise<string> =>
      (await client.platform.system.liveTicket.mutate()).ticket;
    return new EventSourceTransport(
      url,
      options.EventSource,
      credentials.exist ? ticket : null,
      cookies === "include",
    );
  };
  const transport = makeTransport();
  const closing = new AbortController();
  const unwatch = session?.onChange(() => {
    credentials.changed();
    transport.renew();
  });

  const client = createTRPCClient<AppRouter>({
    links: [
      idempotency,
      retry(retryBudgetMs, tell),
      refresh(credentials),
      splitLink<AppRouter>({
        condition: (op) => op.type === "subscription",
        true: live(transport, credentials, tell, closing.signal),
        false: http(url, fetch, credentials, options.headers),
      }),
    ],
  });

  const close = (): void => {
    unwatch?.();
    transport.close();
    closing.abort();
  };
  return new Proxy(client, {
    get: (target, name) => (name === "close" ? close : Reflect.get(target, name)),
  }) as unknown as Mainstay;
}
