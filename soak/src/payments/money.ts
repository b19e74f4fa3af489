import { rate } from "./world.ts";

/** An order's sums as the database has them, all in smallest units. */
export interface Sums {
  readonly amount: bigint;
  readonly payable: bigint | null;
  readonly received: bigint | null;
  readonly value: bigint;
  readonly merchantFee: bigint;
  readonly traderFee: bigint;
  readonly commission: bigint;
}
/** Who has so much more by an order, or less. */
export interface Gains {
  readonly merchant: bigint;
  readonly trader: bigint;
  readonly team: bigint;
  readonly fees: bigint;
  readonly rounding: bigint;
}

const none: Gains = { merchant: 0n, trader: 0n, team: 0n, fees: 0n, rounding: 0n };
const [whole = "", decimals = ""] = rate.split(".");
const rateDigits = BigInt(whole + decimals);
const rateScale = 10n ** BigInt(decimals.length);

/** Kopecks in millionths of USDT; what is worth something to others rounds down, what is held up. */
export function worth(kopecks: bigint, rounding: "down" | "up"): bigint {
  const over = kopecks * 10_000n * rateScale;
  return rounding === "down" ? over / rateDigits : (over + rateDigits - 1n) / rateDigits;
}
const shareDown = (value: bigint, millionths: bigint): bigint => (value * millionths) / 1_000_000n;
const shareUp = (value: bigint, millionths: bigint): bigint =>
  (value * millionths + 999_999n) / 1_000_000n;

/** What was agreed at the creation, worked out anew: five percent, of which two are the trader's and a half the lead's. */
export function agreedFor(kind: "pay_in" | "pay_out", amount: bigint) {
  const value = worth(amount, kind === "pay_in" ? "down" : "up");
  return {
    value,
    merchantFee: shareUp(value, 50_000n),
    traderFee: shareDown(value, 20_000n),
    commission: shareDown(value, 5_000n),
  };
}

/** What an order in its state has brought to whom: of a pay-in the trader gives the sum, of a pay-out he gets it. */
export function gainsOf(kind: "pay_in" | "pay_out", state: string, sums: Sums): Gains {
  const { value, merchantFee, traderFee, commission } = sums;
  if (kind === "pay_out") {
    if (state !== "completed") return none;
    const sent = worth(sums.amount, "down");
    return {
      merchant: -(value + merchantFee),
      trader: sent + traderFee,
      team: commission,
      fees: merchantFee - traderFee - commission,
      rounding: value - sent,
    };
  }
  if (state === "completed") {
    const taken = worth(sums.payable ?? sums.amount, "up");
    return {
      merchant: value - merchantFee,
      trader: traderFee - taken,
      team: commission,
      fees: merchantFee - traderFee - commission,
      rounding: taken - value,
    };
  }
  if (state !== "partial" || sums.received === null) return none;
  const taken = worth(sums.received, "up");
  const came = worth(sums.received, "down");
  const fee = (merchantFee * came + value - 1n) / value;
  const trader = (traderFee * came) / value;
  const team = (commission * came) / value;
  return {
    merchant: came - fee,
    trader: trader - taken,
    team,
    fees: fee - trader - team,
    rounding: taken - came,
  };
}
