import type { ReferenceReader } from "../../platform/index.ts";
import { valueOf } from "../orders/value-of.ts";
import type { PayInRow } from "./pay-in-row.ts";

export interface Parts {
  readonly merchant: bigint;
  readonly trader: bigint;
  readonly team: bigint;
  readonly platform: bigint;
  readonly rounding: bigint;
}

type Priced = Pick<PayInRow, "value" | "merchantFee" | "traderFee" | "commission">;

/** Who gets what of `taken`, where what came is worth `value`: in part, the fees in proportion. */
export function partsOf(order: Priced, value: bigint, taken: bigint): Parts {
  const share = (fee: bigint) => (fee * value) / order.value;
  const whole = value === order.value;
  const exact = order.merchantFee * value;
  const fee = whole ? order.merchantFee : (exact + order.value - 1n) / order.value;
  const trader = whole ? (order.traderFee ?? 0n) : share(order.traderFee ?? 0n);
  const team = whole ? (order.commission ?? 0n) : share(order.commission ?? 0n);
  return {
    merchant: value - fee,
    trader,
    team,
    platform: fee - trader - team,
    rounding: taken - value,
  };
}

/** What each was paid of one that is finished; what is contested has been paid. */
export async function partsPaid(
  reference: ReferenceReader,
  order: PayInRow,
): Promise<Parts | null> {
  const state = order.state === "contested" ? order.before : order.state;
  if (state === "completed") return partsOf(order, order.value, order.value);
  if (state !== "partial" || order.received === null) return null;
  const value = await valueOf({ reference }, order, order.received, "down");
  return partsOf(order, value, value);
}
