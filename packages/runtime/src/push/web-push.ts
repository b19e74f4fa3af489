import type { SendAnswer, WebPush } from "@mainstay/core";
import webPush from "web-push";
import { noAnswer } from "../outbound/no-answer.ts";
import { retryAfterSeconds } from "../outbound/retry-after.ts";

interface Options {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service writes to about us: `mailto:…`. */
  readonly contact: string;
  readonly timeoutMs?: number;
  /** Where requests go instead of to the endpoint's host: a fake at the wire. */
  readonly via?: string;
}

/** What waits longer than a day is no news. */
const ttlSeconds = 86_400;

/**
 * The library makes the request (VAPID, aes128gcm); sending it is ours, so that time limits, redirects and
 * answers are. An endpoint is an address that a user sent: nothing is followed, and no body is read.
 */
export function createWebPush(options: Options): WebPush {
  const { publicKey, privateKey, contact, timeoutMs = 15_000, via } = options;
  const vapidDetails = { subject: contact, publicKey, privateKey };
  return {
    publicKey,
    async send({ to, payload, topic, urgent }, signal) {
      signal.throwIfAborted();
      const request = requestFor();
      if (!request) return { outcome: "refused", answer: "keys", gone: true };
      const { pathname, search } = new URL(to.endpoint);
      try {
        const response = await fetch(via ? `${via}${pathname}${search}` : to.endpoint, {
          method: "POST",
          headers: request.headers,
          body: new Uint8Array(request.body),
          redirect: "manual",
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        await response.body?.cancel();
        return answerOf(response);
      } catch (error) {
        signal.throwIfAborted();
        return noAnswer(error);
      }

      function requestFor(): { headers: Record<string, string>; body: Buffer } | null {
        try {
          const { headers, body } = webPush.generateRequestDetails(to, payload, {
            vapidDetails,
            TTL: ttlSeconds,
            contentEncoding: "aes128gcm",
            urgency: urgent ? "high" : "normal",
            topic,
          });
          return body ? { headers: textual(headers), body } : null;
        } catch {
          // Only the browser's keys are not ours: they are no point of the curve.
          return null;
        }
      }
    },
  };
}

/** The length is fetch's to say. */
const textual = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== "content-length")
      .map(([name, value]) => [name, String(value)]),
  );

function answerOf({ status, headers }: Response): SendAnswer {
  const answer = String(status);
  if (status >= 200 && status < 300) return { outcome: "accepted", answer, reference: null };
  if (status === 404 || status === 410) return { outcome: "refused", answer, gone: true };
  if (status === 429 || status >= 500) {
    const seconds = retryAfterSeconds(headers.get("retry-after"));
    return { outcome: "delayed", answer, retryAfterSeconds: seconds };
  }
  return { outcome: "refused", answer, gone: false };
}
