import type { Actor, Services } from "@mainstay/core";

/** Of one HTTP request, or of one WebSocket connection. */
export interface RequestContext {
  readonly services: Services;
  readonly observe: Observer;
  /** `refused`: there were credentials, and they are not good. */
  readonly caller: Actor | "nobody" | "refused";
  readonly requestId: string;
  readonly ip: string | null;
  readonly idempotencyKey: string | null;
  readonly trace: string | null;
  readonly bodyLimitBytes: number;
  /** Says that a call is under way, until the returned function is called; a shutdown waits for it. */
  readonly began: () => () => void;
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
  /** What was thrown and is no refusal. */
  readonly bug: unknown;
}) => void;
