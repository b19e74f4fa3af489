import { z } from "zod";
import { sessionLimits } from "../access.ts";
import { reason } from "../reason.ts";

/** Refusals that any procedure can answer with; they need no declaring. */
export const InputIssue = z
  .object({ path: z.string(), message: z.string() })
  .meta({ id: "InputIssue" });

export const inputInvalid = reason("request.invalid", {
  kind: "invalid",
  message: "The input is not valid: {summary}.",
  details: z.object({ summary: z.string(), issues: z.array(InputIssue) }),
});
export const inputUnknownFields = reason("request.unknown_fields", {
  kind: "invalid",
  message:
    "The input has fields that this server ({version}) does not know: {fields}. Remove them, or update the server.",
  details: z.object({ fields: z.array(z.string()), version: z.string() }),
});
export const unauthenticated = reason("request.unauthenticated", {
  kind: "unauthenticated",
  message: "This call needs credentials that are known and not expired.",
});
export const forbidden = reason("request.forbidden", {
  kind: "forbidden",
  message: "The caller may not do this: it needs the permission {permission}.",
  details: z.object({ permission: z.string() }),
});
export const accountNeeded = reason("request.account_needed", {
  kind: "forbidden",
  message: "This is for somebody who has signed in; a key has no account.",
});
export const sessionLimited = reason("request.session_limited", {
  kind: "forbidden",
  message:
    "This session may do nothing else before its account has mended this: {limitedTo}. See docs/identity.md.",
  details: z.object({ limitedTo: z.enum(sessionLimits) }),
});
export const readOnly = reason("request.read_only", {
  kind: "forbidden",
  message: "Whoever is signed in as somebody else can look, and change nothing.",
});
export const originRefused = reason("request.origin_refused", {
  kind: "forbidden",
  message:
    "A call with a session cookie must come from a page of an allowed origin. Add the page's origin to CORS_ORIGINS, or send a bearer token instead of the cookie.",
});
export const rateLimited = reason("request.rate_limited", {
  kind: "limited",
  message: "Too many calls; try again in {retryAfterSeconds} s.",
  details: z.object({ retryAfterSeconds: z.number() }),
});
export const unavailable = reason("request.unavailable", {
  kind: "unavailable",
  message:
    "This cannot be answered at the moment. Try again in {retryAfterSeconds} s, a change with its idempotency key.",
  details: z.object({ retryAfterSeconds: z.number() }),
});
export const keyInProgress = reason("idempotency.in_progress", {
  kind: "conflict",
  message: "A call with this idempotency key is still running; repeat it in {retryAfterSeconds} s.",
  details: z.object({ retryAfterSeconds: z.number() }),
});
export const keyReused = reason("idempotency.key_reused", {
  kind: "conflict",
  message: "This idempotency key was used with another input. Use a new key for a new call.",
});
export const keyInvalid = reason("idempotency.key_invalid", {
  kind: "invalid",
  message: "An idempotency key has 1 to 255 visible ASCII characters.",
});

export const keyRequired = reason("idempotency.key_required", {
  kind: "invalid",
  message:
    "This call moves money and needs an Idempotency-Key header: a new one for each payment, the same one for its repeats.",
});
export const bodyUnreadable = reason("request.unreadable", {
  kind: "invalid",
  message: "The request is not readable: {problem}.",
  details: z.object({ problem: z.string() }),
});
export const bodyTooLarge = reason("request.too_large", {
  kind: "invalid",
  message: "The request is larger than this server takes ({limitBytes} bytes).",
  details: z.object({ limitBytes: z.number() }),
});
export const procedureUnknown = reason("request.unknown_procedure", {
  kind: "not_found",
  message: "There is no procedure {path}. /docs lists them all.",
  details: z.object({ path: z.string() }),
});
export const methodWrong = reason("request.wrong_method", {
  kind: "invalid",
  message:
    "{path} is not called by {method}: queries go by GET or POST, mutations by POST, subscriptions by WebSocket or server-sent events.",
  details: z.object({ path: z.string(), method: z.string() }),
});

export const requestReasons = [
  bodyUnreadable,
  bodyTooLarge,
  procedureUnknown,
  methodWrong,
  inputInvalid,
  inputUnknownFields,
  unauthenticated,
  forbidden,
  accountNeeded,
  sessionLimited,
  readOnly,
  originRefused,
  rateLimited,
  unavailable,
  keyInProgress,
  keyReused,
  keyInvalid,
  keyRequired,
] as const;
export type RequestReason = (typeof requestReasons)[number]["reason"];
