import type { MerchantEvent } from "./generated/router.ts";

export type { MerchantEvent };

/** Header names are taken in any case, and repeated headers by their first value. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Record<string, string | readonly string[] | undefined>;

export type WebhookProblem = "secret" | "headers" | "timestamp" | "signature" | "payload";

/** A webhook that must not be believed; answer it with 400. */
export class WebhookError extends Error {
  readonly problem: WebhookProblem;

  constructor(problem: WebhookProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "WebhookError";
    this.problem = problem;
  }
}

const prefix = "whsec_";
const hmac = { name: "HMAC", hash: "SHA-256" };

/**
 * Checks that a webhook came from Mainstay and is not older than five minutes (Standard Webhooks 1.0), and
 * answers the event that it tells of. `body` is what came, as text or bytes: parsed and written again it has
 * another signature. While a secret is replaced, give both.
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: { readonly toleranceSeconds?: number } = {},
): Promise<MerchantEvent> {
  const keys = (typeof secrets === "string" ? [secrets] : secrets).map(keyOf);
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const signatures = header(headers, "webhook-signature")
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => bytesOf(one.slice(3)));
  checkAge(timestamp, options.toleranceSeconds ?? 300);

  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
  if (!(await isSigned(signed, keys, signatures))) {
    throw new WebhookError(
      "signature",
      "The webhook's signature does not match: another secret, or a body that was parsed before.",
    );
  }
  const event = parse(text);
  // Only what is signed as this event is one.
  if (event.id !== id) throw new WebhookError("payload", "The webhook is signed, but is no event.");
  return event;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** The comparison is WebCrypto's own, which takes the same time wherever two differ. */
async function isSigned(
  signed: Bytes,
  keys: readonly Bytes[],
  signatures: readonly (Bytes | null)[],
): Promise<boolean> {
  for (const bytes of keys) {
    const key = await crypto.subtle.importKey("raw", bytes, hmac, false, ["verify"]);
    for (const signature of signatures) {
      if (signature && (await crypto.subtle.verify(hmac, key, signature, signed))) return true;
    }
  }
  return false;
}

function checkAge(timestamp: string, toleranceSeconds: number): void {
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookError("timestamp", "webhook-timestamp is not a time.");
  const age = Date.now() / 1_000 - Number(timestamp);
  if (Math.abs(age) <= toleranceSeconds) return;
  throw new WebhookError(
    "timestamp",
    `The webhook is ${Math.round(Math.abs(age))} s ${age > 0 ? "old" : "early"}, too much to be believed; is this clock right?`,
  );
}

function keyOf(secret: string): Bytes {
  const key = secret.startsWith(prefix) ? bytesOf(secret.slice(prefix.length)) : null;
  if (key && key.byteLength > 0) return key;
  throw new WebhookError("secret", "The secret is not one: it reads whsec_ and base64.");
}

function bytesOf(base64: string): Bytes | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function parse(text: string): MerchantEvent {
  try {
    const event: unknown = JSON.parse(text);
    if (event !== null && typeof event === "object" && "type" in event)
      return event as MerchantEvent;
  } catch (error) {
    throw new WebhookError("payload", "The webhook's body is signed, but it is not JSON.", error);
  }
  throw new WebhookError("payload", "The webhook is signed, but it is not an event.");
}

function header(headers: WebhookHeaders, name: string): string {
  const found =
    typeof headers["get"] === "function"
      ? (headers as { get(name: string): string | null }).get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const value = typeof found === "object" ? found?.[0] : found;
  if (!value || typeof value !== "string")
    throw new WebhookError("headers", `The webhook has no ${name} header.`);
  return value;
}
