import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { verifyWebhook, WebhookError } from "@mainstay/sdk/webhooks";

/** What the shop has been told, by webhooks alone. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** The ids of events, each with how often it came. */
  readonly events: ReadonlyMap<string, number>;
  /** Requests whose signature or time was not right. */
  readonly refused: number;
  /** Of the endpoint; before it is known nothing is believed. */
  secret: string;
}

/** By this endpoints of demos are known again, also of one that was killed. */
export const receiverPath = "/mainstay-demo";

export async function startReceiver(): Promise<Receiver> {
  const events = new Map<string, number>();
  let refused = 0;
  const server = createServer((request, response) => {
    const answer = (status: number) => void response.writeHead(status).end();
    take(request).then(answer, () => answer(500));
  });
  const take = async (request: IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    try {
      const { id } = await verifyWebhook(Buffer.concat(chunks), request.headers, receiver.secret);
      events.set(id, (events.get(id) ?? 0) + 1);
      return 204;
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      refused += 1;
      return 400;
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${receiverPath}`,
    events,
    get refused() {
      return refused;
    },
    secret: "",
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
