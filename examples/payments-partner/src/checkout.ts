import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { idempotencyKey, isMainstayError, type Mainstay } from "@mainstay/sdk";
import { readBody, Refusal } from "./body.ts";
import type { Order, Shop } from "./shop.ts";

const currency = "RUB";

/** A form with an `amount` begins an order; with an `order` it goes on with one that was not paid. */
export async function checkout(
  at: { shop: Shop; mainstay: Mainstay; storeId: string; say: (line: string) => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { shop, mainstay, storeId, say } = at;
  const form = new URLSearchParams((await readBody(request, 10_000)).toString());
  // The order is kept before anybody is asked for money: a payment whose order is lost is the worse trouble.
  const order = orderOf(shop, form);
  try {
    const { url } = await mainstay.payments.sessions.create.mutate(
      { storeId, reference: order.id, money: order.money },
      // A repeat, also by a process that came after this one, gets the session that is there already.
      idempotencyKey(`checkout-${order.id}`),
    );
    response.writeHead(303, { location: url }).end();
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    say(`checkout of ${order.id}: ${error.reason}, request ${error.requestId}`);
    throw new Refusal(502, `It cannot be paid just now (${error.reason}). Please try again.`);
  }
}

function orderOf(shop: Shop, form: URLSearchParams): Order {
  const id = form.get("order");
  if (id !== null) {
    const order = shop.order(id);
    if (!order) throw new Refusal(404, "There is no such order.");
    return order;
  }
  const amount = form.get("amount")?.trim() ?? "";
  if (!/^[1-9]\d{0,5}(\.\d{1,2})?$/.test(amount))
    throw new Refusal(400, "The amount must be a number such as 1500 or 1500.50.");
  return shop.add(randomUUID(), { amount, currency });
}
