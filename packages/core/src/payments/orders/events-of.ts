import type { OrderEvent } from "@mainstay/contracts";
import { type DbOrTx, orderEvents } from "@mainstay/db";
import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Actor } from "../../actor.ts";

/** How an order came to its state. Who did it and why they say is for the back office, and for who did it. */
export async function eventsOf(
  { db, actor }: { readonly db: DbOrTx; readonly actor: Actor },
  orderId: string,
  backOffice: boolean,
): Promise<z.input<typeof OrderEvent>[]> {
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
    ...(backOffice || by === actor.name ? { by, why } : { by: "somebody else", why: null }),
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
