import type { OrderEvent } from "@mainstay/contracts";
import { type DbOrTx, orderEvents } from "@mainstay/db";
import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";

/** How an order came to its state. */
export async function eventsOf(db: DbOrTx, orderId: string): Promise<z.input<typeof OrderEvent>[]> {
  const events = await db
    .select()
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId))
    .orderBy(asc(orderEvents.sequence));
  return events.map(({ sequence, event, from, to, by, why, at }) => ({
    sequence,
    event,
    from,
    to,
    by,
    why,
    at: at.toISOString(),
  }));
}

/** Whether it was this that brought an order to its state: who asks for the same twice is answered twice. */
export async function cameBy(
  db: DbOrTx,
  { id, version }: { readonly id: string; readonly version: number },
  event: string,
): Promise<boolean> {
  const [last] = await db
    .select({ event: orderEvents.event })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, id), eq(orderEvents.sequence, version)));
  return last?.event === event;
}
