/** `down` is towards zero and `up` away from it, so that what is given back is what was taken. */
export type Rounding = "down" | "up" | "half_even";

/** Exact until it is rounded. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator <= 0n) throw new RangeError("only what is above zero divides");
  const size = numerator < 0n ? -numerator : numerator;
  const whole = size / denominator;
  const rest = size % denominator;
  const rounded = whole + (goesUp(whole, rest, denominator, rounding) ? 1n : 0n);
  return numerator < 0n ? -rounded : rounded;
}

function goesUp(whole: bigint, rest: bigint, denominator: bigint, rounding: Rounding): boolean {
  if (rest === 0n || rounding === "down") return false;
  if (rounding === "up") return true;
  const twice = rest * 2n;
  return twice === denominator ? whole % 2n === 1n : twice > denominator;
}
