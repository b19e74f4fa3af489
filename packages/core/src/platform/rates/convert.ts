import { divide, type Rounding } from "./divide.ts";
import { rateScale, storedRate } from "./rate.ts";

export interface Conversion {
  /** Digits after the point, of what is given and of what comes out. */
  readonly fromDigits: number;
  readonly toDigits: number;
  /** So many of the quote are worth one of the base. */
  readonly rate: string;
  readonly direction: "base_to_quote" | "quote_to_base";
  /** Nobody is to gain by it: `down` for what a customer gets, `up` for what a customer pays. */
  readonly rounding: Rounding;
}

/** Minor units of one currency in minor units of another: exact, and rounded once, at the end. */
export function convert(minor: bigint, conversion: Conversion): bigint {
  const { direction, rounding } = conversion;
  const rate = storedRate(conversion.rate);
  const from = 10n ** BigInt(conversion.fromDigits);
  const to = 10n ** BigInt(conversion.toDigits);
  return direction === "base_to_quote"
    ? divide(minor * rate * to, from * rateScale, rounding)
    : divide(minor * rateScale * to, from * rate, rounding);
}
