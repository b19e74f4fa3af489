import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** What becomes of the body's end, if it does not come: the connection breaks, or stays open and silent. */
  readonly ending?: "cut" | "held";
}
export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  /** How the next requests are answered; `silence` leaves them without an answer. */
  answer: (request: FakeRequest) => FakeAnswer | typeof silence | Promise<FakeAnswer>;
}
export const silence = Symbol("no answer");

/** A third party at the wire. */
export async function fakeServer(answer: FakeServer["answer"]): Promise<FakeServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    const reply = (said: FakeAnswer): void => {
      response.writeHead(said.status ?? 200, said.headers);
      if (said.ending === undefined) {
        response.end(said.body);
        return;
      }
      response.write(said.body, () => {
        if (said.ending === "cut") request.socket.destroy();
      });
    };
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const said = fake.answer({ path, headers, body: Buffer.concat(chunks) });
      if (said === silence) return;
      if (said instanceof Promise) void said.then(reply);
      else reply(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
