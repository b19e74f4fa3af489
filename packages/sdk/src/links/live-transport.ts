import type { MainstayError } from "../errors.ts";

export interface LiveRequest {
  readonly path: string;
  readonly input: unknown;
}

/** What a subscription learns of its connection. After `ended`, `failed` or `cut` nothing more comes. */
export interface LiveSink {
  /**
   * The first of each opening is the server's mark: where it begins, and whether it resumed there. What has
   * no id is a later mark, or nothing.
   */
  event(id: string | undefined, data: unknown): void;
  /** The server has nothing more to tell. */
  ended(): void;
  /** The server refused. */
  failed(error: MainstayError): void;
  /** The connection is gone, and the subscription is not. */
  cut(error: MainstayError): void;
}

/** How subscriptions travel. Each opening is one attempt; resuming is the live link's. */
export interface LiveTransport {
  open(request: LiveRequest, sink: LiveSink): { close(): void };
  /** The token has changed: what is open with an older one shall be opened anew. */
  renew(): void;
  close(): void;
}
