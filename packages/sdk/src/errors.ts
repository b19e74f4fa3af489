import type { Reasons } from "./generated/router.ts";
import { TrpcError } from "./trpc-error.ts";

type Nothing = Record<string, never>;

/** The contract's reasons, and those that only a client can know. */
export interface KnownReasons extends Reasons {
  /** Something went wrong on the server's side; it knows what by the request id. */
  internal: { kind: "internal"; details: Nothing };
  /** No answer came: the network, or the server's door. */
  "client.unreachable": { kind: "unavailable"; details: Nothing };
  /** No answer came in time. */
  "client.timeout": { kind: "unavailable"; details: { timeoutMs: number } };
  /** What answered was not Mainstay: a proxy's page, most often. */
  "client.unreadable": {
    kind: "unavailable" | "limited" | "internal";
    details: { status: number };
  };
  /** The caller's signal was aborted. */
  "client.aborted": { kind: "aborted"; details: Nothing };
  /** The token could not be had from where the client was told to get it; `cause` says why. */
  "client.no_token": { kind: "unauthenticated"; details: Nothing };
  /** The session has ended, and cannot be renewed. */
  "client.signed_out": { kind: "unauthenticated"; details: Nothing };
  /** A code was given, and no sign-in waits for one. */
  "client.no_challenge": { kind: "unauthenticated"; details: Nothing };
}
export type KnownReason = keyof KnownReasons;
export type Kind = KnownReasons[KnownReason]["kind"];

/** What is known of a reason; a newer server may have others, which still are of some kind. */
type KindOf<R extends string> = R extends KnownReason
  ? KnownReasons[R]["kind"]
  : Kind | (string & {});
type DetailsOf<R extends string> = R extends KnownReason
  ? KnownReasons[R]["details"]
  : Record<string, unknown>;

type KnownIn<R extends string> = R extends KnownReason ? R : never;
/** The reasons that a call declares; all, where it is not known which call failed. */
type DeclaredIn<R extends string> = [KnownIn<R>] extends [never] ? KnownReason : KnownIn<R>;

export interface Failure {
  reason: string;
  kind: string;
  message: string;
  details?: object;
  requestId?: string;
  httpStatus?: number;
  retryAfterMs?: number;
  cause?: unknown;
}

/** Every failed call fails with one of these. */
export class MainstayError<R extends string = string> extends TrpcError {
  readonly reason: R;
  readonly kind: KindOf<R>;
  readonly details: DetailsOf<R>;
  /** What the server's logs know this call by; null when it was not reached. */
  readonly requestId: string | null;
  readonly httpStatus: number | null;
  /** How long the server asks to wait before the call is repeated. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure & { reason: R }) {
    const { message, cause, ...data } = failure;
    const shape = { error: { message, code: -32_000, data } };
    super(message, { result: shape, ...(cause instanceof Error ? { cause } : {}) });
    // tRPC's constructor sets its own prototype.
    Object.setPrototypeOf(this, MainstayError.prototype);
    this.name = "MainstayError";
    this.reason = failure.reason;
    this.kind = failure.kind as KindOf<R>;
    this.details = (failure.details ?? {}) as DetailsOf<R>;
    this.requestId = failure.requestId ?? null;
    this.httpStatus = failure.httpStatus ?? null;
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }

  /** Narrows to one of the reasons that this call can be refused with. */
  is<const Q extends DeclaredIn<R>>(reason: Q): this is MainstayError<Q> {
    return (this.reason as string) === reason;
  }
}

/**
 * Whether a call failed, and with this reason: `isMainstayError(error, "platform.setting_unknown")` then
 * knows `error.details`. For a reason that this SDK does not know yet, look at `error.kind`.
 */
export function isMainstayError(error: unknown): error is MainstayError;
export function isMainstayError<const R extends KnownReason>(
  error: unknown,
  reason: R,
): error is MainstayError<R>;
export function isMainstayError(error: unknown, reason?: string): boolean {
  // By name: an application may hold both the ESM and the CJS copy of this class.
  if (!(error instanceof Error) || error.name !== "MainstayError") return false;
  return reason === undefined || (error as MainstayError).reason === reason;
}

/** Whether the same call may go well a little later: the server was away, or asked to wait. */
export const mayPass = (error: unknown): boolean =>
  isMainstayError(error) && (error.kind === "unavailable" || error.kind === "limited");

export type Result<T, R extends string = string> =
  | { readonly ok: true; readonly data: T; readonly error?: undefined }
  | { readonly ok: false; readonly error: MainstayError<R>; readonly data?: undefined };

/** A call's answer or its refusal, as a value; what is not a failed call is still thrown. */
export async function safe<T, R extends string = string>(
  call: Promise<T> & { readonly "~reasons"?: R },
): Promise<Result<T, R>> {
  try {
    return { ok: true, data: await call };
  } catch (error) {
    if (isMainstayError(error)) return { ok: false, error: error as MainstayError<R> };
    throw error;
  }
}
