import { Webhook, WebhookVerificationError } from "standardwebhooks";

/** What every webhook says; `type` and `data` are those of the event that it tells. */
export interface WebhookEvent<T extends string = string, D = unknown> {
  /** The event's own id: the same in every attempt to deliver it. */
  id: string;
  type: T;
  timestamp: string;
  data: D;
}

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

const toleranceSeconds = 300;

/**
 * Checks that a webhook came from Mainstay and is not older than five minutes (Standard Webhooks), and
 * answers what it says. `payload` is the body as it came: parsed and written again it has another signature.
 */
export function verifyWebhook<E extends WebhookEvent = WebhookEvent>(
  payload: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
): E {
  const webhook = read(secret);
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const signature = header(headers, "webhook-signature");

  const seconds = Number(timestamp);
  if (!Number.isFinite(seconds))
    throw new WebhookError("timestamp", "webhook-timestamp is not a time.");
  const age = Date.now() / 1_000 - seconds;
  if (Math.abs(age) > toleranceSeconds) {
    const direction = age > 0 ? "old" : "early";
    throw new WebhookError(
      "timestamp",
      `The webhook is ${Math.round(Math.abs(age))} s too ${direction} to be believed; is this clock right?`,
    );
  }

  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const signed = {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signature,
  };
  let content: unknown;
  try {
    content = webhook.verify(text, signed);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) {
      throw new WebhookError("payload", "The webhook's body is signed, but it is not JSON.", error);
    }
    throw new WebhookError(
      "signature",
      "The webhook's signature does not match: another secret, or a body that was parsed before.",
      error,
    );
  }
  if (content === null || typeof content !== "object" || !("type" in content)) {
    throw new WebhookError("payload", "The webhook is signed, but it is not an event.");
  }
  return { ...content, id } as E;
}

function read(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (error) {
    throw new WebhookError("secret", "The secret is not one: it reads whsec_ and base64.", error);
  }
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
