/** A number as it was written, exactly. */
export interface Fraction {
  readonly numerator: bigint;
  /** A power of ten. */
  readonly denominator: bigint;
}

/** More than any rate needs; a number of a million digits is an attack. */
const longest = 80;
const mostExponent = 40;
const form = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<part>\d+))?(?:[eE](?<exponent>[+-]?\d{1,3}))?$/;

/** Of a number as JSON or a person writes it; null where it is none, or too long to be meant. */
export function parseDecimal(text: string): Fraction | null {
  if (text.length > longest) return null;
  const { sign, whole = "", part = "", exponent = "0" } = form.exec(text)?.groups ?? {};
  const shift = Number(exponent) - part.length;
  if (whole === "" || Math.abs(Number(exponent)) > mostExponent) return null;
  const digits = BigInt(whole + part) * (sign === "-" ? -1n : 1n);
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}
