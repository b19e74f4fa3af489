import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convert, type Conversion } from "./convert.ts";
import { rateText, type ScaledRate } from "./rate.ts";

const amounts = fc.bigInt({ min: 0n, max: 10n ** 30n });
const digits = fc.integer({ min: 0, max: 18 });
const rates = fc
  .bigInt({ min: 1n, max: 10n ** 29n })
  .map((scaled) => rateText(scaled as ScaledRate));
const directions = fc.constantFrom("base_to_quote" as const, "quote_to_base" as const);
const conversions = fc.record({
  fromDigits: digits,
  toDigits: digits,
  rate: rates,
  direction: directions,
});
const roundings = fc.constantFrom("down" as const, "up" as const, "half_even" as const);

/** The exact value as a fraction, worked out in another way: with everything over one denominator. */
function exact(
  minor: bigint,
  { fromDigits, toDigits, rate, direction }: Omit<Conversion, "rounding">,
) {
  const [whole = "", part = ""] = rate.split(".");
  const r = [BigInt(whole + part), 10n ** BigInt(part.length)] as const;
  const [times, by] = direction === "base_to_quote" ? r : [r[1], r[0]];
  return {
    numerator: minor * times * 10n ** BigInt(toDigits),
    denominator: by * 10n ** BigInt(fromDigits),
  };
}

describe("a conversion", () => {
  it.each<readonly [string, bigint, Conversion, bigint]>([
    [
      "12.34 USD at 92.5",
      1_234n,
      { fromDigits: 2, toDigits: 2, rate: "92.5", direction: "base_to_quote", rounding: "down" },
      114_145n,
    ],
    [
      "1,000.00 RUB at 92.5",
      100_000n,
      { fromDigits: 2, toDigits: 6, rate: "92.5", direction: "quote_to_base", rounding: "down" },
      10_810_810n,
    ],
    [
      "the same, up",
      100_000n,
      { fromDigits: 2, toDigits: 6, rate: "92.5", direction: "quote_to_base", rounding: "up" },
      10_810_811n,
    ],
    [
      "one yen in a currency of three digits",
      1n,
      {
        fromDigits: 0,
        toDigits: 3,
        rate: "0.0025",
        direction: "base_to_quote",
        rounding: "half_even",
      },
      2n,
    ],
    [
      "what is given back",
      -1n,
      { fromDigits: 0, toDigits: 0, rate: "1.5", direction: "base_to_quote", rounding: "down" },
      -1n,
    ],
  ])("of %s", (_name, minor, conversion, expected) => {
    expect(convert(minor, conversion)).toBe(expected);
  });

  it("rounds down to no more, up to no less, and by less than one unit", () => {
    fc.assert(
      fc.property(amounts, conversions, (minor, conversion) => {
        const { numerator, denominator } = exact(minor, conversion);
        const down = convert(minor, { ...conversion, rounding: "down" });
        const up = convert(minor, { ...conversion, rounding: "up" });
        expect(down * denominator <= numerator).toBe(true);
        expect((down + 1n) * denominator > numerator).toBe(true);
        expect(up * denominator >= numerator).toBe(true);
        expect((up - 1n) * denominator < numerator).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("rounds half to even to what is nearest, and to the even one between two", () => {
    fc.assert(
      fc.property(amounts, conversions, (minor, conversion) => {
        const { numerator, denominator } = exact(minor, conversion);
        const rounded = convert(minor, { ...conversion, rounding: "half_even" });
        const off = rounded * denominator - numerator;
        const twice = 2n * (off < 0n ? -off : off);
        expect(twice <= denominator).toBe(true);
        expect(twice < denominator || rounded % 2n === 0n).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("there and back makes no money when both ways round down", () => {
    fc.assert(
      fc.property(amounts, digits, digits, rates, (minor, fromDigits, toDigits, rate) => {
        const there = convert(minor, {
          fromDigits,
          toDigits,
          rate,
          direction: "base_to_quote",
          rounding: "down",
        });
        const back = convert(there, {
          fromDigits: toDigits,
          toDigits: fromDigits,
          rate,
          direction: "quote_to_base",
          rounding: "down",
        });
        expect(back <= minor).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("in parts, each rounded down, comes to no more than at once", () => {
    fc.assert(
      fc.property(amounts, amounts, conversions, (one, other, conversion) => {
        const down = (minor: bigint) => convert(minor, { ...conversion, rounding: "down" });
        expect(down(one) + down(other) <= down(one + other)).toBe(true);
      }),
    );
  });

  it("of what is given back is what was taken, turned round", () => {
    fc.assert(
      fc.property(amounts, conversions, roundings, (minor, conversion, rounding) => {
        const taken = convert(minor, { ...conversion, rounding });
        expect(convert(-minor, { ...conversion, rounding })).toBe(-taken);
      }),
    );
  });
});
