import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDecimal } from "./decimal.ts";
import { isJump, parseRate, rateText, type ScaledRate, storedRate } from "./rate.ts";
import { rateOfPair } from "./rate-of-pair.ts";

const scaled = fc.bigInt({ min: 1n, max: 10n ** 30n - 1n }).map((one) => one as ScaledRate);

describe("a rate as text", () => {
  it("is read as it was written, whatever it is", () => {
    fc.assert(
      fc.property(scaled, (rate) => {
        expect(storedRate(rateText(rate))).toBe(rate);
      }),
    );
  });

  it.each([
    ["92.500", "92.5"],
    ["0.000000000001", "0.000000000001"],
    ["999999999999999999.999999999999", "999999999999999999.999999999999"],
  ])("%s is %s", (text, expected) => {
    expect(rateText(storedRate(text))).toBe(expected);
  });

  it.each([
    ["", "unreadable"],
    ["ninety", "unreadable"],
    ["1,5", "unreadable"],
    [" 1", "unreadable"],
    [".5", "unreadable"],
    ["0x10", "unreadable"],
    ["Infinity", "unreadable"],
    ["NaN", "unreadable"],
    ["1e2", "unreadable"],
    ["1E-12", "unreadable"],
    ["+1", "unreadable"],
    ["1".repeat(100), "unreadable"],
    ["0", "zero"],
    ["-0.000", "zero"],
    ["-92.5", "negative"],
    ["0.0000000000001", "too_many_decimals"],
    ["1.0000000000001", "too_many_decimals"],
    ["1000000000000000000", "too_large"],
  ])("%s is none: %s", (text, problem) => {
    expect(parseRate(text)).toBe(problem);
  });
});

describe("a number", () => {
  it.each([
    ["9.25e1", { numerator: 925n, denominator: 10n }],
    ["1E-12", { numerator: 1n, denominator: 10n ** 12n }],
  ])("of a provider may have an exponent: %s", (text, expected) => {
    expect(parseDecimal(text)).toEqual(expected);
  });

  it("of a provider has no exponent that nobody means", () => {
    expect(parseDecimal("1e999")).toBeNull();
  });

  it("loses nothing that a double would", () => {
    const read = parseDecimal("92.12345678901234567890");
    expect(read).toEqual({ numerator: 9_212_345_678_901_234_567_890n, denominator: 10n ** 20n });
  });
});

describe("a jump", () => {
  it.each([
    ["100", "150", false],
    ["100", "150.000000000001", true],
    ["100", "50", false],
    ["100", "49.999999999999", true],
    ["0.000000000001", "0.000000000002", true],
  ])("from %s to %s, where half is allowed: %s", (last, next, expected) => {
    expect(isJump(storedRate(last), storedRate(next), 50)).toBe(expected);
  });
});

describe("the rate of a pair", () => {
  const quotes = {
    base: "USD",
    takenAt: new Date(0),
    rates: new Map([
      ["RUB", "92.5"],
      ["EUR", "0.92"],
      ["KZT", "0"],
      ["UZS", "-1"],
      ["BTC", "many"],
      ["TRY", "1e-20"],
      ["JPY", "1e20"],
      ["AED", "3.00000000000049999"],
      ["CNY", "8"],
    ]),
  };
  const of = (base: string, quote: string) => {
    const rate = rateOfPair(quotes, { base, quote });
    return typeof rate === "string" ? rate : rateText(rate);
  };

  it.each([
    ["as it is told", "USD", "RUB", "92.5"],
    ["turned round", "RUB", "USD", "0.010810810811"],
    ["of two others", "EUR", "RUB", "100.54347826087"],
    ["of two others, turned round", "RUB", "EUR", "0.009945945946"],
    ["told with more decimals than are kept", "USD", "AED", "3"],
    ["that is exact", "CNY", "USD", "0.125"],
    ["of zero", "USD", "KZT", "zero"],
    ["by zero", "KZT", "USD", "zero"],
    ["below zero", "USD", "UZS", "negative"],
    ["that is no number", "USD", "BTC", "unreadable"],
    ["too small to keep", "USD", "TRY", "too_small"],
    ["too large to keep", "USD", "JPY", "too_large"],
    ["that is not told", "USD", "GEL", "not_told"],
  ])("%s", (_name, base, quote, expected) => {
    expect(of(base, quote)).toBe(expected);
  });
});
