import type { MerchantEvent } from "@mainstay/contracts";
import { paymentEvents, tell, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { v7 } from "uuid";

export type NewMerchantEvent = Pick<MerchantEvent, "type" | "sequence" | "storeId"> & {
  /** As merchants see it. */
  readonly data: object;
  readonly merchantId: string;
  readonly objectId: string;
};

/** In the transaction of the change that it tells of: neither is there without the other. */
export function recordMerchantEvent(tx: Tx, event: NewMerchantEvent): string {
  // Not now(), which is when the transaction began: events are kept from when they were written.
  const at = sql`clock_timestamp()`;
  const id = v7();
  tell(
    tx,
    tx
      .insert(paymentEvents)
      .values({ ...event, id, at })
      .toSQL(),
  );
  return id;
}
