import net from "node:net";
import { percentile } from "./measure.ts";

/**
 * A closed loop of plain sockets: each sends one request and waits for its answer. Cheap enough not to be
 * what is measured, which Node's own client would be.
 */
export async function load(options: {
  port: number;
  connections: number;
  seconds: number;
  /** Of several, each connection sends one of its own. */
  request: string | readonly string[];
}): Promise<{ calls: number; latencies: number[] }> {
  const until = performance.now() + options.seconds * 1_000;
  const latencies: number[] = [];
  let calls = 0;
  const requests = [options.request].flat();
  const connection = (_: unknown, at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = requests[at % requests.length] ?? "";
      const socket = net.connect(options.port, "127.0.0.1");
      socket.setNoDelay(true);
      let received = "";
      let sentAt = 0;
      const send = (): void => {
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const head = received.indexOf("\r\n\r\n");
        if (head === -1) return;
        if (!received.startsWith("HTTP/1.1 200")) {
          reject(new Error(`not answered: ${received.slice(0, 40)} … ${received.slice(-300)}`));
          socket.destroy();
          return;
        }
        if (!isWhole(received, head)) return;
        received = "";
        calls += 1;
        if (calls % 7 === 0) latencies.push(performance.now() - sentAt);
        if (performance.now() < until) send();
        else socket.end(resolve);
      });
    });
  await Promise.all(Array.from({ length: options.connections }, connection));
  return { calls, latencies };
}

function isWhole(received: string, head: number): boolean {
  const length = /content-length: (\d+)/i.exec(received.slice(0, head))?.[1];
  if (length !== undefined) return received.length >= head + 4 + Number(length);
  return received.endsWith("0\r\n\r\n");
}

export const p50 = (latencies: readonly number[]): number => percentile(latencies, 0.5);
export const p99 = (latencies: readonly number[]): number => percentile(latencies, 0.99);
