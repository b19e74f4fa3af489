import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

const stack = (options: { file?: string; line?: number; call?: string; below?: string } = {}) => {
  const { file = "app-3f9c2a1b.js", line = 12, call = "buy", below = "start" } = options;
  const at = (name: string, where: number): string =>
    `    at ${name} (https://shop.example/assets/${file}:${where}:7)`;
  return [
    "TypeError: order is undefined",
    at(call, line),
    at("checkout", 44),
    at("click", 3),
    at(below, 1),
  ].join("\n");
};
const fault = {
  app: "shop",
  message: "order 0196f2a0-1111-7abc-8def-0123456789ab of 17 is undefined",
  stack: stack(),
};
const isSame = (changes: Partial<typeof fault>): boolean =>
  fingerprintOf({ ...fault, ...changes }).equals(fingerprintOf(fault));

describe("a fault", () => {
  it.each([
    ["about another id", { message: fault.message.replace("0196f2a0", "ffffffff") }],
    ["about another number", { message: fault.message.replace("17", "4") }],
    ["on another line", { stack: stack({ line: 340 }) }],
    ["in another build's file", { stack: stack({ file: "app-77aa0c1d.js" }) }],
    ["on another host", { stack: stack().replaceAll("shop.example", "shop.test") }],
    ["called from elsewhere, far below", { stack: stack({ below: "boot" }) }],
  ])("is the same one %s", (_, changes) => {
    expect(isSame(changes)).toBe(true);
  });

  it.each([
    ["of another app", { app: "kiosk" }],
    ["with another message", { message: "order of 17 is null" }],
    ["in another function", { stack: stack({ call: "sell" }) }],
    ["in another file", { stack: stack({ file: "cart-3f9c2a1b.js" }) }],
  ])("is another one %s", (_, changes) => {
    expect(isSame(changes)).toBe(false);
  });

  it("without a stack goes by its message", () => {
    const bare = fingerprintOf({ app: "shop", message: "a" });
    expect(bare.equals(fingerprintOf({ app: "shop", message: "a" }))).toBe(true);
    expect(bare.equals(fingerprintOf({ app: "shop", message: "b" }))).toBe(false);
  });

  it.each([
    ["Chrome", (at: string) => `    at load (${at})\n    at ${at}`],
    ["Chrome, async", (at: string) => `    at async load (${at})`],
    ["Firefox and Safari", (at: string) => `load@${at}\n@${at}`],
  ])("about another address is the same one, with a stack of %s", (_, frames) => {
    const of = (order: string, file = "app-3f9c2a1b.js"): string => {
      const message = `cannot load https://shop.example/orders/${order}`;
      const stack = `Error: ${message}\n${frames(`https://shop.example/assets/${file}:12:7`)}`;
      return fingerprintOf({ app: "shop", message, stack }).toString("hex");
    };
    expect(of("1001")).toBe(of("1002"));
    expect(of("1001:8")).toBe(of("1002:9"));
    expect(of("1001")).not.toBe(of("1001", "cart-3f9c2a1b.js"));
  });

  it("takes no time of anybody, whatever its stack is made of", () => {
    for (const piece of ["@", "/", "@/", "a:", ":1", " (", "at (", "a://", " "]) {
      const line = `at ${piece.repeat(500)}`;
      const since = process.cpuUsage();
      fingerprintOf({ app: "shop", message: "m", stack: `${line}\n`.repeat(100) });
      const { user, system } = process.cpuUsage(since);
      expect((user + system) / 1_000).toBeLessThan(100);
    }
  });
});
