import type { WebSocket } from "ws";

/** What may wait in memory for one connection's client to take it. */
const mostWaiting = 1024 * 1024;
/** A client that takes nothing for this long is cut; it comes back after the last event it has seen. */
export const patienceMs = 30_000;
const lookMs = 50;

/**
 * Waits until the client has taken most of what it was sent. A WebSocket takes whatever is sent and keeps it
 * in memory, so whoever sends must ask.
 */
export async function untilTaken(
  client: Pick<WebSocket, "bufferedAmount" | "terminate">,
  signal: AbortSignal | undefined,
): Promise<void> {
  let least = client.bufferedAmount;
  let since = performance.now();
  while (client.bufferedAmount > mostWaiting && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, lookMs).unref());
    if (client.bufferedAmount < least) {
      least = client.bufferedAmount;
      since = performance.now();
    } else if (performance.now() - since > patienceMs) {
      client.terminate();
      return;
    }
  }
}

interface Stream {
  readonly writableNeedDrain: boolean;
  readonly socket: { readonly bytesWritten: number } | null;
  destroy(): unknown;
}

/** A stream of server-sent events waits by itself, and would do so for ever. */
export function cutStalled(streams: ReadonlySet<Stream>): Disposable {
  const sent = new WeakMap<Stream, number>();
  const look = (): void => {
    for (const stream of streams) {
      const { bytesWritten = 0 } = stream.socket ?? {};
      if (stream.writableNeedDrain && sent.get(stream) === bytesWritten) stream.destroy();
      sent.set(stream, bytesWritten);
    }
  };
  const timer = setInterval(look, patienceMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
