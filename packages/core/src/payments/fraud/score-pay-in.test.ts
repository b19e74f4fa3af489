import { describe, expect, it } from "vitest";
import { type FraudFacts, type FraudNumbers, scorePayIn } from "./score-pay-in.ts";

const nothing: FraudFacts = {
  payerUnknown: false,
  payerListed: false,
  ipListed: false,
  payerOrders: 0,
  ipOrders: 0,
  sameAmount: 0,
  payerUnpaid: 0,
  ipUnpaid: 0,
};
const numbers: FraudNumbers = {
  reviewScore: 50,
  rejectScore: 100,
  payerVelocity: { orders: 6, minutes: 60, points: 40 },
  ipVelocity: { orders: 30, minutes: 60, points: 30 },
  amountRepeated: { orders: 3, minutes: 30, points: 20 },
  unpaidOften: { payerOrders: 4, ipOrders: 15, minutes: 1_440, points: 50 },
  payerUnknown: 5,
};
const score = (facts: Partial<FraudFacts>, other: Partial<FraudNumbers> = {}) =>
  scorePayIn({ ...nothing, ...facts }, { ...numbers, ...other });

describe("the score of a pay-in", () => {
  it("is nothing where no rule applies", () => {
    expect(score({})).toEqual({ decision: "allow", score: 0, rules: [] });
  });

  it.each<[string, Partial<FraudFacts>, Partial<FraudFacts>, number]>([
    ["payer_velocity", { payerOrders: 5 }, { payerOrders: 6 }, 40],
    ["ip_velocity", { ipOrders: 29 }, { ipOrders: 30 }, 30],
    ["amount_repeated", { sameAmount: 2 }, { sameAmount: 3 }, 20],
    ["unpaid_often", { payerUnpaid: 3 }, { payerUnpaid: 4 }, 50],
    ["unpaid_often", { ipUnpaid: 14 }, { ipUnpaid: 15 }, 50],
    ["payer_unknown", {}, { payerUnknown: true }, 5],
  ])("grows by %s from its number on, and not before", (name, before, from, points) => {
    expect(score(before)).toMatchObject({ score: 0, rules: [] });
    expect(score(from)).toMatchObject({ score: points, rules: [name] });
  });

  it("is the sum of what applies, each named once", () => {
    const all = { payerOrders: 9, ipOrders: 99, sameAmount: 9, payerUnpaid: 9, ipUnpaid: 99 };
    expect(score({ ...all, payerUnknown: true })).toEqual({
      decision: "reject",
      score: 145,
      rules: ["payer_velocity", "ip_velocity", "amount_repeated", "unpaid_often", "payer_unknown"],
    });
  });

  it.each([
    [49, "allow"],
    [50, "review"],
    [99, "review"],
    [100, "reject"],
    [101, "reject"],
  ])("of %i leads to %s", (points, decision) => {
    expect(score({ payerUnknown: true }, { payerUnknown: points })).toMatchObject({ decision });
  });

  it("rejects what is listed, and is then as high as that, or higher", () => {
    expect(score({ payerListed: true })).toEqual({
      decision: "reject",
      score: 100,
      rules: ["payer_listed"],
    });
    expect(score({ ipListed: true, payerOrders: 6 })).toEqual({
      decision: "reject",
      score: 100,
      rules: ["ip_listed", "payer_velocity"],
    });
    const higher = { payerUnknown: 250 };
    expect(score({ payerListed: true, payerUnknown: true }, higher)).toMatchObject({ score: 250 });
  });

  it("does not count a rule that gives no points, nor name it", () => {
    expect(score({ payerUnknown: true }, { payerUnknown: 0 }).rules).toEqual([]);
  });

  it("rejects from the lower of the two where somebody set them the other way round", () => {
    const turned = { reviewScore: 80, rejectScore: 40 };
    expect(score({ payerOrders: 6 }, turned).decision).toBe("reject");
  });
});
