import type { Pair } from "./current-rates.ts";
import { type Fraction, parseDecimal } from "./decimal.ts";
import type { Quotes } from "./rate-provider.ts";
import { rateOf, type RateProblem, type ScaledRate } from "./rate.ts";

const one: Fraction = { numerator: 1n, denominator: 1n };

/**
 * What one of the pair's base is worth in its quote. Whatever is not told itself, an inverse or a cross, is
 * computed through what the quotes are in, exactly, and rounded once.
 */
export function rateOfPair(
  { base: told, rates }: Quotes,
  { base, quote }: Pair,
): ScaledRate | RateProblem | "not_told" {
  const worthOf = (code: string): Fraction | "unreadable" | "not_told" => {
    if (code === told) return one;
    const text = rates.get(code);
    return text === undefined ? "not_told" : (parseDecimal(text) ?? "unreadable");
  };
  const worth = worthOf(quote);
  const per = worthOf(base);
  if (typeof worth === "string") return worth;
  return typeof per === "string" ? per : rateOf(worth, per);
}
