import type { Money } from "@mainstay/contracts";

/** Decimal text in the smallest unit, or null where it has more digits than the currency. */
export function minorUnits(text: string, digits: number): bigint | null {
  const [whole = "", part = ""] = text.split(".");
  const kept = part.replace(/0+$/, "");
  if (kept.length > digits) return null;
  return BigInt(whole + kept.padEnd(digits, "0"));
}

export function decimalOf(minor: bigint, digits: number): string {
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const sign = minor < 0n ? "-" : "";
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const moneyOf = (
  minor: bigint,
  { code, digits }: { readonly code: string; readonly digits: number },
): Money => ({ amount: decimalOf(minor, digits), currency: code });
