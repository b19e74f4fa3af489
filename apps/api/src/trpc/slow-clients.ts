import type { WebSocket } from "ws";

/** What may wait in memory for one connection's client to take it. */
const mostWaiting = 1024 * 1024;
/** A client that takes nothing for this long is cut; it comes back after the last event it has seen. */
const patienceMs = 30_000;
/** For as long as events are kept at least: who has not taken what waits by then may miss some. */
const mostPatienceMs = 5 * 60_000;
const lookMs = 50;

/**
 * Waits until the client has taken most of what it was sent. A WebSocket takes whatever is sent and keeps it
 * in memory, so whoever sends must ask. What waits is counted in whole messages, so a slow client seems to
 * stand still: `cutStalled` knows better, unless the client talks without taking anything.
 */
export async function untilTaken(
  client: Pick<WebSocket, "bufferedAmount" | "terminate">,
  signal: AbortSignal | undefined,
  atMostMs = mostPatienceMs,
): Promise<void> {
  let least = client.bufferedAmount;
  let since = performance.now();
  while (client.bufferedAmount > mostWaiting && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, lookMs).unref());
    if (client.bufferedAmount < least) {
      least = client.bufferedAmount;
      since = performance.now();
    } else if (performance.now() - since > atMostMs) {
      client.terminate();
      return;
    }
  }
}

/** A socket, or the answer on one. */
interface Outgoing {
  readonly writableLength: number;
  setTimeout(ms: number): unknown;
  on(event: "timeout", listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Cuts who takes nothing of what waits for it. Only the timeout of a socket knows of parts of a write: its
 * counters move when a write begins or is done.
 */
export function cutStalled(to: Outgoing, ms = patienceMs): void {
  to.setTimeout(ms);
  to.on("timeout", () => {
    if (to.writableLength > 0) to.destroy();
  });
}

interface Pinged {
  readonly bufferedAmount: number;
  send(message: string): void;
  terminate(): void;
  on(event: "message" | "close", listener: () => void): unknown;
}

/**
 * Ends connections whose client is gone without a word. While something waits to be taken nothing is asked:
 * the answer would come after all that, and whether it is taken is for `cutStalled` to say.
 */
export function keepAlive(client: Pinged, everyMs = patienceMs): void {
  let answered = true;
  const look = (): void => {
    if (client.bufferedAmount > 0) return;
    if (!answered) {
      client.terminate();
      return;
    }
    answered = false;
    client.send("PING");
  };
  const timer = setInterval(look, everyMs).unref();
  client.on("message", () => {
    answered = true;
  });
  client.on("close", () => clearInterval(timer));
}
