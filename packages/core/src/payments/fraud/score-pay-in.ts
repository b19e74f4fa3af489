import type {
  fraudAmountRepeated,
  fraudIpVelocity,
  fraudPayerUnknown,
  fraudPayerVelocity,
  fraudRejectScore,
  fraudReviewScore,
  fraudUnpaidOften,
  Setting,
} from "@mainstay/contracts";
import type { z } from "zod";

type Value<S extends Setting> = z.output<S["schema"]>;

export interface FraudNumbers {
  readonly reviewScore: Value<typeof fraudReviewScore>;
  readonly rejectScore: Value<typeof fraudRejectScore>;
  readonly payerVelocity: Value<typeof fraudPayerVelocity>;
  readonly ipVelocity: Value<typeof fraudIpVelocity>;
  readonly amountRepeated: Value<typeof fraudAmountRepeated>;
  readonly unpaidOften: Value<typeof fraudUnpaidOften>;
  readonly payerUnknown: Value<typeof fraudPayerUnknown>;
}

/** What is known of whoever is to pay; the earlier orders are those within each rule's minutes. */
export interface FraudFacts {
  readonly payerUnknown: boolean;
  readonly payerListed: boolean;
  readonly ipListed: boolean;
  readonly payerOrders: number;
  readonly ipOrders: number;
  readonly sameAmount: number;
  readonly payerUnpaid: number;
  readonly ipUnpaid: number;
}

export interface FraudScore {
  readonly decision: "allow" | "review" | "reject";
  readonly score: number;
  readonly rules: string[];
}

/** Whoever is listed is rejected, and the score then says so too. */
export function scorePayIn(facts: FraudFacts, numbers: FraudNumbers): FraudScore {
  const { reviewScore, rejectScore, payerVelocity, ipVelocity, amountRepeated, unpaidOften } =
    numbers;
  const unpaid =
    facts.payerUnpaid >= unpaidOften.payerOrders || facts.ipUnpaid >= unpaidOften.ipOrders;
  const scored = [
    rule("payer_velocity", facts.payerOrders >= payerVelocity.orders, payerVelocity.points),
    rule("ip_velocity", facts.ipOrders >= ipVelocity.orders, ipVelocity.points),
    rule("amount_repeated", facts.sameAmount >= amountRepeated.orders, amountRepeated.points),
    rule("unpaid_often", unpaid, unpaidOften.points),
    rule("payer_unknown", facts.payerUnknown, numbers.payerUnknown),
  ].filter(({ points }) => points > 0);
  const listed = [
    ...(facts.payerListed ? ["payer_listed"] : []),
    ...(facts.ipListed ? ["ip_listed"] : []),
  ];
  const sum = scored.reduce((all, { points }) => all + points, 0);
  const score = listed.length > 0 ? Math.max(sum, rejectScore) : sum;
  const heldBack = score >= reviewScore ? "review" : "allow";
  return {
    decision: score >= rejectScore ? "reject" : heldBack,
    score,
    rules: [...listed, ...scored.map(({ name }) => name)],
  };
}

const rule = (name: string, applies: boolean, points: number) => ({
  name,
  points: applies ? points : 0,
});
