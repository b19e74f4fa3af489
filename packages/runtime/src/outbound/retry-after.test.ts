import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

const now = Date.parse("2026-05-04T12:00:00.000Z");

describe("Retry-After", () => {
  it.each([
    ["120", 120],
    ["0", 0],
    ["10000000000", 10_000_000_000],
    ["Mon, 04 May 2026 12:00:30 GMT", 30],
    ["Mon, 04 May 2026 11:00:00 GMT", 0],
    ["soon", null],
    ["-5", null],
    [null, null],
  ])("%s means %s seconds", (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});
