import { TRPCClientError } from "@trpc/client";
import { type Failure, MainstayError } from "./errors.ts";

/** tRPC's error shape, as far as it is there: what answered need not be Mainstay. */
export interface Shape {
  message?: string;
  data?: Partial<Pick<Failure, "reason" | "kind" | "details" | "requestId" | "httpStatus">>;
}

/** What came out of tRPC's links, or over a live connection, as this SDK's error. */
export function readError(error: unknown): MainstayError {
  if (error instanceof MainstayError) return error;
  if (!(error instanceof TRPCClientError)) return unreadable(0, error);
  const response = error.meta?.["response"] as AnswerLike | undefined;
  if (!error.shape) return unreadable(response?.status ?? 0, error.cause ?? error);
  return readShape(error.shape as Shape, response);
}

interface AnswerLike {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

export function readShape(
  { message = "", data = {} }: Shape,
  response?: AnswerLike,
): MainstayError {
  const { reason, kind, details = {}, requestId, httpStatus } = data;
  const retryAfterMs = afterMs(details, response);
  return new MainstayError({
    reason: reason ?? "client.unreadable",
    kind: kind ?? kindOfStatus(httpStatus ?? 0),
    message,
    details,
    ...(requestId === undefined ? {} : { requestId }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

export const unreadable = (
  status: number,
  cause: unknown,
  response?: AnswerLike,
): MainstayError => {
  const retryAfterMs = afterMs({}, response);
  return new MainstayError({
    reason: "client.unreadable",
    kind: kindOfStatus(status),
    message: `What answered was not Mainstay${status ? ` (HTTP ${status})` : ""}. Is the url right, and what stands in between?`,
    details: { status },
    httpStatus: status,
    cause,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
};
export const unreachable = (cause: unknown): MainstayError =>
  new MainstayError({
    reason: "client.unreachable",
    kind: "unavailable",
    message: "No answer came from Mainstay.",
    cause,
  });
export const timedOut = (timeoutMs: number): MainstayError =>
  new MainstayError({
    reason: "client.timeout",
    kind: "unavailable",
    message: `No answer came within ${timeoutMs} ms.`,
    details: { timeoutMs },
  });
export const aborted = (cause: unknown): MainstayError =>
  new MainstayError({
    reason: "client.aborted",
    kind: "aborted",
    message: "The call was aborted.",
    cause,
  });

function kindOfStatus(status: number): string {
  if (status === 429) return "limited";
  return [502, 503, 504].includes(status) ? "unavailable" : "internal";
}

function afterMs(details: object, response: AnswerLike | undefined): number | null {
  if ("retryAfterSeconds" in details && typeof details.retryAfterSeconds === "number") {
    return details.retryAfterSeconds * 1_000;
  }
  const header = response?.headers.get("retry-after");
  if (!header) return null;
  const ms = /^[\d.]+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
