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
