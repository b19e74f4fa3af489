import type { MainstayError } from "./errors.ts";
import type { Session } from "./session-shape.ts";

export interface MainstayOptions {
  /** Where the server is: `https://api.example.com`, or in a page a path of its own host: `/backend`. */
  url: string;
  /** For services: a key that does not expire by itself. */
  apiKey?: string | undefined;
  /**
   * For apps whose sign-in hands out tokens and keeps them fresh; asked before every call, so it must not
   * call through this client.
   */
  getToken?: (wanted: { forceRefresh: boolean }) => MaybePromise<string | null>;
  /** For apps that keep an access and a refresh token themselves. */
  tokens?: Tokens;
  /** For people: what `createSession` made; it signs in and out, and renews tokens. */
  session?: Session;
  /** Whether the page's cookies travel along; a session decides it by its way. Default: the platform's rule. */
  cookies?: "include" | "omit";
  /** Default: the platform's. */
  fetch?: Fetch;
  /** For how long a call may be repeated after failures that are safe to repeat; 0 for never. Default: 15 s. */
  retryBudgetMs?: number;
  /** How long one attempt may take, and how long a call waits for a renewed token. Default: 30 s. */
  timeoutMs?: number;
  /** Sent with every call. */
  headers?: Headers | (() => MaybePromise<Headers>);
  /** Told of what the client does by itself. */
  onEvent?: (event: MainstayEvent) => void;
  /** How subscriptions travel. Default: `websocket`. */
  subscriptions?: "websocket" | "sse";
  /** For platforms without one of their own: Node before 22. */
  WebSocket?: WebSocketClass;
  /** For platforms without one of their own: Node. */
  EventSource?: EventSourceClass;
}

export interface Tokens {
  /** The access token at hand; null when nobody is signed in. */
  get(): MaybePromise<string | null>;
  /**
   * Gets a new access token, and keeps it. Called once, however many calls need it. It must not call through
   * the client it renews, whose calls wait for it until `timeoutMs` and then fail with `client.no_token`: use
   * a second client.
   */
  refresh(): Promise<string | null | void>;
}

export type MainstayEvent =
  | { type: "retry"; path: string; attempt: number; delayMs: number; error: MainstayError }
  | { type: "refreshed" }
  | { type: "refresh_failed"; error: unknown }
  | { type: "connected"; path: string; resumedAfter: string | null }
  | { type: "disconnected"; path: string; delayMs: number; error: MainstayError }
  | { type: "deprecated"; path: string; sunset: string | null };

type MaybePromise<T> = T | Promise<T>;
type Headers = Record<string, string | undefined>;

/** As much of the platform's types as is used, so that the SDK's types need none of them. */
export interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  credentials?: "include" | "omit";
  signal?: AbortSignal;
}
export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** Events by name: those of the `ws` package have no type for any other. */
export interface WebSocketLike {
  addEventListener(type: "message", listener: (event: { readonly data?: unknown }) => void): void;
  addEventListener(type: "open" | "error" | "close", listener: (event: object) => void): void;
  send(data: string): void;
  close(): void;
}
interface MessageLike {
  readonly data?: unknown;
  readonly lastEventId?: string;
}
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageLike) => void): void;
  close(): void;
}
export type WebSocketClass = new (url: string) => WebSocketLike;
export type EventSourceClass = new (
  url: string,
  init?: { withCredentials: boolean },
) => EventSourceLike;
