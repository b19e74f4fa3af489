import type { MerchantEvent } from "@mainstay/contracts";
import { paymentEvents, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";

export type NewMerchantEvent = Pick<MerchantEvent, "type" | "sequence" | "storeId"> & {
  /** As merchants see it. */
  readonly data: object;
  readonly merchantId: string;
  readonly objectId: string;
};

/** In the transaction of the change that it tells of: neither is there without the other. */
export async function recordMerchantEvent(tx: Tx, event: NewMerchantEvent): Promise<string> {
  // Not now(), which is when the transaction began: events are kept from when they were written.
  const at = sql`clock_timestamp()`;
  const [row] = await tx
    .insert(paymentEvents)
    .values({ ...event, at })
    .returning({ id: paymentEvents.id });
  if (!row) throw new Error("an event was not written");
  return row.id;
}
