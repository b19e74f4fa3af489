import { expect, it } from "vitest";
import { millionthsOf, percentOf, shareDown, shareUp } from "./percent.ts";

it.each([
  ["0", 0],
  ["0.0001", 1],
  ["1.25", 12_500],
  ["12.5", 125_000],
  ["99.9999", 999_999],
])("%s percent are %i millionths, and the other way round", (percent, millionths) => {
  expect(millionthsOf(percent)).toBe(millionths);
  expect(percentOf(millionths)).toBe(percent);
});

it("a share is rounded for whom it is", () => {
  expect(shareDown(999n, 12_500)).toBe(12n);
  expect(shareUp(999n, 12_500)).toBe(13n);
  expect(shareUp(80n, 12_500)).toBe(1n);
  expect(shareDown(2n ** 62n, 999_999)).toBe((2n ** 62n * 999_999n) / 1_000_000n);
});
