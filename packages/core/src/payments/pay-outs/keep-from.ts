import { payOutOffers, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import { type PayOutRow, senderOf } from "./pay-out-row.ts";

/** He is not asked again for this order. */
export async function keepFrom(tx: Tx, order: PayOutRow): Promise<void> {
  const { traderId } = senderOf(order);
  await tx
    .update(payOutOffers)
    .set({ declined: true })
    .where(and(eq(payOutOffers.orderId, order.id), eq(payOutOffers.traderId, traderId)));
}
