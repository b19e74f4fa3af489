import { decimalOf, minorUnits } from "@mainstay/core";
import type { Money } from "@mainstay/sdk";

/** Of USDT, in which all accounts of payments are kept. */
const digits = 6;

export function units({ amount }: Money): bigint {
  const read = minorUnits(amount.replace(/^-/, ""), digits);
  if (read === null) throw new RangeError(`${amount} is no amount of USDT`);
  return amount.startsWith("-") ? -read : read;
}

export const unitsText = (minor: bigint): string => decimalOf(minor, digits);
