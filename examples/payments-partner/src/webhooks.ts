import type { IncomingMessage, ServerResponse } from "node:http";
import { verifyWebhook, WebhookError } from "@mainstay/sdk/webhooks";
import { readBody, Refusal } from "./body.ts";
import type { Shop } from "./shop.ts";

/** Takes an event. Only 2xx counts as taken, so it is answered when the event is kept and not before. */
export async function takeWebhook(
  { shop, secrets, say }: { shop: Shop; secrets: readonly string[]; say: (line: string) => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, 1_000_000);
  try {
    const event = await verifyWebhook(body, request.headers, secrets);
    say(`webhook ${event.type} ${event.sequence}: ${shop.apply(event)}`);
  } catch (error) {
    // Whatever else fails answers 500, and the event comes again.
    if (error instanceof WebhookError) throw new Refusal(400, error.message);
    throw error;
  }
  response.writeHead(204).end();
}
