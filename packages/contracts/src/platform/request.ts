import { z } from "zod";
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
export const rateLimited = reason("request.rate_limited", {
  kind: "limited",
  message: "Too many calls; try again in {retryAfterSeconds} s.",
  details: z.object({ retryAfterSeconds: z.number() }),
});
export const unavailable = reason("request.unavailable", {
  kind: "unavailable",
  message: "This cannot be answered at the moment; nothing was changed. Try again in {retryAfterSeconds} s.",
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

export const requestReasons = [
  inputInvalid,
  inputUnknownFields,
  unauthenticated,
  forbidden,
  rateLimited,
  unavailable,
  keyInProgress,
  keyReused,
  keyInvalid,
] as const;
export type RequestReason = (typeof requestReasons)[number]["reason"];
