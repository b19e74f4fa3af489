import { describe, expect, it } from "vitest";
import { maskNumber, normaliseNumber, type NumberKind } from "./number.ts";

describe("a requisite's number", () => {
  it.each<[NumberKind, string, string]>([
    ["card", "4111 1111 1111 1111", "4111111111111111"],
    ["card", " 2200-0000 0000\u00a00004 ", "2200000000000004"],
    ["card", "6304 0000 0000", "630400000000"],
    ["card", "4000\u20130000\u20140000-0000-006", "4000000000000000006"],
    ["phone", "+7 (900) 123-45-67", "+79001234567"],
    ["phone", "+77012345678", "+77012345678"],
    ["account", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"],
    ["account", "408178-1009", "4081781009"],
  ])("%s %s is kept as %s", (kind, text, kept) => {
    expect(normaliseNumber(kind, text)).toBe(kept);
    expect(normaliseNumber(kind, kept)).toBe(kept);
  });

  it.each<[NumberKind, string]>([
    ["card", "4111 1111 1111 1112"],
    ["card", "41111111111"],
    ["card", "41111111111111111111"],
    ["card", "4111x1111y1111z1111"],
    ["card", "٤١١١١١١١١١١١١١١١"],
    ["card", ""],
    ["phone", "79001234567"],
    ["phone", "+09001234567"],
    ["phone", "+790012"],
    ["phone", "+7900123456789012"],
    ["phone", "+7900+1234567"],
    ["account", "12345"],
    ["account", "a".repeat(35)],
    ["account", "АБВГД12345"],
    ["account", "1234.5678"],
  ])("%s %j is none", (kind, text) => {
    expect(normaliseNumber(kind, text)).toBeNull();
  });

  it.each([
    ["4111111111111111", "•••• 1111"],
    ["630400000000", "•••• 0000"],
    ["+79001234567", "•••• 4567"],
    ["ABC123", "•••• 23"],
    ["ABCD1234", "•••• 34"],
  ])("%s is shown to others as %s", (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });
});
