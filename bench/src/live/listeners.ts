import { once } from "node:events";
import { WebSocket } from "ws";

export interface Listeners {
  /** Resolves, with the time, when each of them has been told once more. */
  toldAll(): Promise<number[]>;
  close(): Promise<void>;
}

/** Opens connections with so many subscriptions each, and waits until all have begun. */
export async function listen(
  port: number,
  { connections, each }: { connections: number; each: number },
): Promise<Listeners> {
  const all = connections * each;
  let waiting: { left: number; at: number[]; done: (at: number[]) => void } | null = null;
  let begun = 0;
  const allBegun = Promise.withResolvers<void>();
  const take = (text: string): void => {
    if (!text.includes('"type":"data"')) return;
    if (text.includes('"resumed"')) {
      begun += 1;
      if (begun === all) allBegun.resolve();
      return;
    }
    if (!waiting) return;
    waiting.at.push(performance.now());
    waiting.left -= 1;
    if (waiting.left === 0) waiting.done(waiting.at);
  };
  const sockets: WebSocket[] = [];
  for (let at = 0; at < connections; at += 50) {
    const opened = Array.from({ length: Math.min(50, connections - at) }, async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc?connectionParams=1`);
      sockets.push(socket);
      socket.on("message", (data: Buffer) => take(data.toString()));
      await once(socket, "open");
      const token = "bench-key-0123456789";
      socket.send(JSON.stringify({ method: "connectionParams", data: { token } }));
      for (let id = 1; id <= each; id += 1) {
        const params = { path: "platform.settings.watch", input: {} };
        socket.send(JSON.stringify({ id, method: "subscription", params }));
      }
    });
    await Promise.all(opened);
  }
  await allBegun.promise;
  return {
    toldAll: () =>
      new Promise((done) => {
        waiting = { left: all, at: [], done };
      }),
    async close() {
      const closed = sockets.map((socket) => once(socket, "close"));
      for (const socket of sockets) socket.close();
      await Promise.all(closed);
    },
  };
}
