import { expect, it } from "vitest";
import { waitAfter } from "./retry-times.ts";

const seconds = (tries: number, random = 0.5, retryAfterSeconds: number | null = null) => {
  const wait = waitAfter(tries, { random, retryAfterSeconds });
  return wait === null ? null : wait / 1_000;
};

it("a delivery is tried ten times, over three days and more", () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tries) => seconds(tries));
  expect(all).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, null]);
});

it("each wait is a fifth shorter or longer at most", () => {
  expect([seconds(2, 0), seconds(2, 1)]).toEqual([240, 360]);
});

it("a receiver can ask for a later time, up to a day, and for no earlier one", () => {
  expect(seconds(1, 0.5, 120)).toBe(120);
  expect(seconds(1, 0.5, 1_000_000)).toBe(86_400);
  expect(seconds(5, 0.5, 1)).toBe(18_000);
  expect(seconds(10, 0.5, 60)).toBeNull();
});
