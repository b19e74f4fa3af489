import type { MainstayError } from "./errors.ts";
import type { CommonReason } from "./generated/router.ts";

/**
 * What the generated types are built of. They name nothing of tRPC, so that an SDK user's compiler reads
 * little and needs no other types; `@mainstay/sdk/trpc` has the same for what is made for tRPC.
 */
export interface CallOptions {
  /** Ends the call. */
  signal?: AbortSignal;
  /** See `idempotencyKey`. */
  context?: { idempotencyKey?: string };
}

/** Newer servers may refuse with reasons that this SDK does not know. */
export type OpenReason<E extends string> = E | CommonReason | "internal" | (string & {});

/** An answer to come, and the reasons that it may be refused with. */
export interface Call<O, E extends string = never> extends Promise<O> {
  readonly "~reasons"?: OpenReason<E>;
}

export interface Query<I, O, E extends string = never> {
  query(input: I, options?: CallOptions): Call<O, E>;
}

export interface Mutation<I, O, E extends string = never> {
  mutate(input: I, options?: CallOptions): Call<O, E>;
}

/** One event of a subscription; after a cut the client resumes after `id` by itself. */
export interface Tracked<T> {
  id: string;
  data: T;
}

export type ConnectionState =
  | { readonly state: "connecting"; readonly error: MainstayError | null }
  | { readonly state: "pending"; readonly error: null };

export interface Observer<O, E extends string = never> {
  onStarted?: () => void;
  onData?: (event: Tracked<O>) => void;
  /** The server refused, and the subscription is over. */
  onError?: (error: MainstayError<OpenReason<E>>) => void;
  /** There is nothing more to come. */
  onComplete?: () => void;
  /** `pending`: connected, and waiting for events. */
  onConnectionStateChange?: (state: ConnectionState) => void;
  signal?: AbortSignal;
}

export interface Subscription<I, O, E extends string = never> {
  subscribe(input: I, observer: Observer<O, E>): { unsubscribe(): void };
}
