import { describe, expect, it } from "vitest";
import { isWithin, normalRange } from "./address-ranges.ts";

describe("address ranges", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7/32 ", "203.0.113.7"],
    ["198.51.100.0/24", "198.51.100.0/24"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8::/032", "2001:db8::/32"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("are written in one way: %s", (given, kept) => {
    expect(normalRange(given)).toBe(kept);
  });

  it.each([
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4/33",
    "::/129",
    "1.2.3.4/",
    "1.2.3.4/8/8",
    "fe80::1%eth0",
    "1.2.3.4/-1",
  ])("are refused where they are none: %j", (given) => {
    expect(normalRange(given)).toBeNull();
  });

  it("let in what is within, and nobody whose address is not known", () => {
    const ranges = ["198.51.100.0/24", "203.0.113.7", "2001:db8::/32"];
    for (const ip of ["198.51.100.200", "::ffff:198.51.100.1", "203.0.113.7", "2001:db8:1::5"]) {
      expect([ip, isWithin(ranges, ip)]).toEqual([ip, true]);
    }
    for (const ip of ["198.51.101.1", "203.0.113.8", "2001:db9::1", "::1", "", null]) {
      expect([ip, isWithin(ranges, ip)]).toEqual([ip, false]);
    }
  });

  it("that are none let in everybody", () => {
    expect(isWithin([], null)).toBe(true);
    expect(isWithin([], "203.0.113.7")).toBe(true);
  });
});
