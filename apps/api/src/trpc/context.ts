import type { Services } from "@mainstay/core";
import type { Caller, Credentials } from "./authenticate.ts";
import type { Guesses } from "./guesses.ts";
import type { Page } from "./page.ts";

/** Of one HTTP request, or of one WebSocket connection. */
export interface RequestContext {
  readonly services: Services;
  readonly observe: Observer;
  readonly caller: Caller;
  /** As they came: only to tell one wrong one from another. */
  readonly credentials: Credentials;
  readonly guesses: Guesses;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly page: Page;
  readonly idempotencyKey: string | null;
  /** The SDK's version, as it says. */
  readonly sdk: string | null;
  readonly trace: string | null;
  readonly bodyLimitBytes: number;
  /**
   * A WebSocket carries subscriptions only: it has neither headers nor idempotency keys, and one message
   * could hold any number of calls.
   */
  readonly carries: "calls" | "subscriptions";
  /** Subscriptions of this connection that are open. */
  readonly open: { count: number };
  /** Resolves when the client of a subscription has taken most of what it was sent. */
  readonly taken: (signal: AbortSignal | undefined) => Promise<void>;
  /** Whether the client of a subscription knows later marks, which have no id and are no event. */
  readonly knowsMarks: boolean;
  /** A call that takes longer is answered without its result. */
  readonly timeoutMs: number;
  /** Does nothing where an answer has no headers. */
  readonly setHeader: (name: string, value: string) => void;
}

/** One line and one measurement a call. */
export type Observer = (call: {
  readonly path: string;
  readonly kind: string;
  /** `ok`, `replayed` or the reason of the refusal. */
  readonly outcome: string;
  readonly ms: number;
  readonly requestId: string;
  readonly actor: string | null;
  readonly sdk: string | null;
  readonly deprecated: boolean;
  /** What was thrown where it is a bug, or what made a call unavailable. */
  readonly error: unknown;
}) => void;
