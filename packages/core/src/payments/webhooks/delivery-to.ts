import { type DbOrTx, webhookDeliveries } from "@mainstay/db";
import { and, eq } from "drizzle-orm";

/** Whether there is this one to this endpoint. */
export async function deliveryTo(
  db: DbOrTx,
  endpointId: string,
  deliveryId: string,
): Promise<boolean> {
  const [row] = await db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.endpointId, endpointId)));
  return row !== undefined;
}
