import {
  bodyTooLarge,
  bodyUnreadable,
  DomainError,
  type ErrorKind,
  methodWrong,
  procedureUnknown,
  unavailable,
} from "@mainstay/contracts";
import { isPassing } from "@mainstay/db";
import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";

const codeOfKind: Record<ErrorKind, TRPCError["code"]> = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  precondition: "PRECONDITION_FAILED",
  limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** What a client is told of a failure; the SDK's error data. */
export interface PublicError {
  readonly reason: string;
  readonly kind: ErrorKind | "internal";
  readonly message: string;
  readonly details: Record<string, unknown>;
}
export type ErrorData = TRPCDefaultErrorShape["data"] &
  Omit<PublicError, "message"> & { readonly requestId: string };

const internal: PublicError = {
  reason: "internal",
  kind: "internal",
  message: "Something went wrong on our side. The request id tells us what.",
  details: {},
};

/** What was thrown, as tRPC wants it: a refusal keeps its kind, a lost database is "try again". */
export function toTrpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError) {
    // tRPC wraps what it does not know.
    const wrapped = error.code === "INTERNAL_SERVER_ERROR" && error.cause instanceof DomainError;
    return wrapped ? toTrpcError(error.cause) : error;
  }
  if (error instanceof DomainError) {
    const isTooLarge = error.reason === bodyTooLarge.reason;
    const code = isTooLarge ? "PAYLOAD_TOO_LARGE" : codeOfKind[error.kind];
    return new TRPCError({ code, message: error.message, cause: error });
  }
  if (isPassing(error)) {
    const refusal = unavailable({ retryAfterSeconds: 1 });
    refusal.cause = error;
    return toTrpcError(refusal);
  }
  return new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error });
}

const told = new WeakSet<object>();
/** Says that a bug is in the log already. */
export function markTold(bug: unknown): void {
  if (bug !== null && typeof bug === "object") told.add(bug);
}
/** A bug that nobody has logged yet: it happened around the procedures. */
export const isNews = (error: TRPCError): boolean =>
  error.code === "INTERNAL_SERVER_ERROR" && !told.has(error) && !told.has(error.cause ?? error);

/** Exhaustive towards the outside: what is not a refusal of ours, nor tRPC's own, is opaque. */
export function publicError(error: TRPCError, path: string, limitBytes: number): PublicError {
  const refusal =
    error.cause instanceof DomainError ? error.cause : ownRefusal(error, path, limitBytes);
  if (!refusal) return internal;
  const { reason, kind, message, details } = refusal;
  return { reason, kind, message, details };
}

/** tRPC's own refusals, before any procedure runs. */
function ownRefusal(error: TRPCError, path: string, limitBytes: number): DomainError | null {
  switch (error.code) {
    case "NOT_FOUND":
      return procedureUnknown({ path });
    case "METHOD_NOT_SUPPORTED":
      return methodWrong({
        path,
        method: /Unsupported (\w+)/.exec(error.message)?.[1] ?? "this method",
      });
    case "PAYLOAD_TOO_LARGE":
      return bodyTooLarge({ limitBytes });
    case "PARSE_ERROR":
      return bodyUnreadable({ problem: "it is not JSON" });
    case "UNSUPPORTED_MEDIA_TYPE":
      return bodyUnreadable({ problem: "its content-type is not application/json" });
    case "BAD_REQUEST":
      return bodyUnreadable({ problem: error.message.toLowerCase().replace(/\.$/, "") });
    default:
      return null;
  }
}
