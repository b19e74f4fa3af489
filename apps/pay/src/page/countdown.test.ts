import { describe, expect, it } from "vitest";
import { left, serverNow } from "./countdown.ts";

describe("what is left of a time", () => {
  it.each([
    [0, "0:00"],
    [-5_000, "0:00"],
    [1, "0:01"],
    [59_000, "0:59"],
    [60_001, "1:01"],
    [870_000, "14:30"],
    [3_600_000, "1:00:00"],
    [7_384_000, "2:03:04"],
  ])("of %i ms is %s", (ms, text) => {
    expect(left(ms)).toBe(text);
  });

  it("is counted from the server's time, whatever the payer's clock says", () => {
    const said = "2026-03-01T12:00:00.000Z";
    expect(new Date(serverNow(said, 5_000, 65_000)).toISOString()).toBe("2026-03-01T12:01:00.000Z");
  });
});
