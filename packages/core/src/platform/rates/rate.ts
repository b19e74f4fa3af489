import { divide } from "./divide.ts";
import { type Fraction, parseDecimal } from "./decimal.ts";

/** What the database keeps: 30 digits, 12 of them after the point. */
const decimals = 12;
export const rateScale = 10n ** BigInt(decimals);
const tooLarge = 10n ** 18n * rateScale;

/** A rate times `rateScale`: exact, and above zero. */
export type ScaledRate = bigint & { readonly "~rate": true };

export type RateProblem = "unreadable" | "zero" | "negative" | "too_small" | "too_large";

/** One number over another, rounded half to even to what is kept; or why it is no rate. */
export function rateOf(worth: Fraction, per: Fraction): ScaledRate | RateProblem {
  const problem = problemOf(worth) ?? problemOf(per);
  if (problem) return problem;
  const scaled = divide(
    worth.numerator * per.denominator * rateScale,
    worth.denominator * per.numerator,
    "half_even",
  );
  if (scaled === 0n) return "too_small";
  return scaled >= tooLarge ? "too_large" : (scaled as ScaledRate);
}

const problemOf = ({ numerator }: Fraction): RateProblem | null =>
  numerator === 0n ? "zero" : numerator < 0n ? "negative" : null;

const typed = /^-?\d+(\.\d+)?$/;

/**
 * A rate as it was stored, or as somebody typed it: nothing of it may be lost to rounding. An exponent is not
 * taken: who reads over it is off by a power of ten.
 */
export function parseRate(text: string): ScaledRate | RateProblem | "too_many_decimals" {
  const fraction = typed.test(text) ? parseDecimal(text) : null;
  if (!fraction) return "unreadable";
  const isExact = (fraction.numerator * rateScale) % fraction.denominator === 0n;
  const problem = problemOf(fraction);
  if (!problem && !isExact) return "too_many_decimals";
  return rateOf(fraction, { numerator: 1n, denominator: 1n });
}

/** Of one that the database has kept, which lets no other in. */
export function storedRate(text: string): ScaledRate {
  const rate = parseRate(text);
  if (typeof rate === "string") throw new RangeError(`${text} is no rate: ${rate}`);
  return rate;
}

/** Without zeros that say nothing. */
export function rateText(rate: ScaledRate): string {
  const part = (rate % rateScale).toString().padStart(decimals, "0").replace(/0+$/, "");
  const whole = (rate / rateScale).toString();
  return part === "" ? whole : `${whole}.${part}`;
}

/** Whether two rates are further apart than so many percent of the last one. */
export function isJump(last: ScaledRate, next: ScaledRate, percent: number): boolean {
  const apart = next > last ? next - last : last - next;
  return apart * 100n > last * BigInt(percent);
}
