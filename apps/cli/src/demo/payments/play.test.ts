import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { throwDice } from "./dice.ts";
import { units, unitsText } from "./money.ts";
import { dealPlots } from "./play.ts";
import { lineOf, pageOf, showProgress } from "./progress.ts";

const dealt = (seed: number, orders: number) =>
  dealPlots(throwDice(seed), orders).map(({ kind, about }) => `${kind} ${about}`);

describe("what is dealt", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(dealt(7, 100)).toEqual(dealt(7, 100));
    expect(dealt(7, 100)).not.toEqual(dealt(8, 100));
  });

  it("has every way that an order can go in each thirty", () => {
    const all = new Set(dealt(1, 30));
    for (const seed of [2, 3, 4]) expect(new Set(dealt(seed, 30))).toEqual(all);
    expect(all.size).toBe(16);
    expect(dealt(5, 30)).toHaveLength(30);
  });
});

it.each(["0", "1.5", "-0.000001", "1234567890.123456"])(
  "%s USDT is read and told alike",
  (amount) => {
    expect(Number(unitsText(units({ amount, currency: "USDT" })))).toBe(Number(amount));
  },
);

describe("what stands on the screen", () => {
  const progress = {
    orders: 30,
    since: performance.now() - 65_000,
    playing: new Map([[4, { kind: "pay-in", about: "paid and confirmed", now: "the payer pays" }]]),
    ended: new Map([
      ["completed", 14],
      ["expired", 1],
    ]),
    receiver: { events: new Map([["one", 1]]) },
  };

  it("is how far it is and what goes on", () => {
    expect(lineOf(progress)).toBe("01:05  15 of 30 orders have ended, 1 under way, 1 webhooks");
    expect(pageOf(progress)[1]).toBe(
      `[${"#".repeat(20)}${"-".repeat(20)}]  completed 14, expired 1`,
    );
    expect(pageOf(progress)[2]).toContain("    5  pay-in   paid and confirmed");
  });

  it("is redrawn in place, cut to the terminal's width", async () => {
    let written = "";
    const screen = { isTTY: true, columns: 40, write: (text: string) => (written += text) };
    const shown = showProgress(progress, screen);
    await expect.poll(() => written).toContain("\u001b[3A\u001b[J");
    shown[Symbol.dispose]();
    const text = stripVTControlCharacters(written);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(39);
  });
});
