import type { MerchantEvent } from "@mainstay/contracts";
import { orderEvents, tell, type Tx } from "@mainstay/db";
import { recordMerchantEvent } from "../events/record-event.ts";
import { now } from "./moments.ts";

interface Changed {
  readonly id: string;
  /** The state that it came to. */
  readonly state: string;
  readonly version: number;
  readonly merchantId: string;
  readonly storeId: string;
}
/** What happened to an order. */
export interface Happened {
  readonly event: string;
  readonly from: string | null;
  readonly by: string;
  readonly why: string | null;
}

/** A row of the order's history, and the event for its merchant, with the whole order as of then. */
export function recordChange(
  tx: Tx,
  {
    kind,
    order,
    happened,
    data,
  }: {
    readonly kind: "pay_in" | "pay_out";
    readonly order: Changed;
    readonly happened: Happened;
    readonly data: Record<string, unknown>;
  },
): void {
  const { id, state, version, merchantId, storeId } = order;
  const row = {
    ...happened,
    at: now,
    orderId: id,
    sequence: version,
    orderKind: kind,
    to: state,
  };
  tell(tx, tx.insert(orderEvents).values(row).toSQL());
  recordMerchantEvent(tx, {
    type: `${kind}.${state}` as MerchantEvent["type"],
    sequence: version,
    merchantId,
    storeId,
    objectId: id,
    data,
  });
}
