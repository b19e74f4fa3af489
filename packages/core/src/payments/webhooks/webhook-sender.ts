export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether it may go to this machine; in production it never may. */
  readonly loopback: boolean;
}

export interface WebhookAnswer {
  /** Null where there was none. */
  readonly status: number | null;
  /** Why there was none. */
  readonly problem: string | null;
  readonly retryAfterSeconds: number | null;
  /** Its start. */
  readonly body: string;
}

/**
 * Posts to an address that a merchant chose. It resolves the address for each request, goes only where
 * `mayReach` allows, follows nothing, and always answers within its time limit. `runtime` makes it real.
 */
export interface WebhookSender {
  /** Rejects only with the signal. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookAnswer>;
}
