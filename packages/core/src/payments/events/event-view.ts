import type { MerchantEvent } from "@mainstay/contracts";
import type { paymentEvents } from "@mainstay/db";

/** The same by the list and by webhooks, in whatever try. */
export const eventView = ({
  id,
  type,
  sequence,
  at,
  storeId,
  data,
}: typeof paymentEvents.$inferSelect): MerchantEvent =>
  ({ id, type, sequence, at: at.toISOString(), storeId, data }) as MerchantEvent;
