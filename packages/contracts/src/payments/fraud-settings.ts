import { z } from "zod";
import { setting } from "../setting.ts";

/** So many of a payer's or an address's newest orders are looked at, and no rule can ask for more. */
export const fraudLookBackMost = 200;

const score = z.int().min(1).max(1_000);
const points = z.int().min(0).max(1_000).describe("Nothing turns the rule off.");
const minutes = z.int().min(1).max(10_080);
const orders = z.int().min(1).max(fraudLookBackMost);
const rule = z.strictObject({ orders, minutes, points });

export const fraudReviewScore = setting("payments.fraud_review_score", {
  schema: score,
  default: 50,
  description: "From this score on a pay-in waits for support.",
});
export const fraudRejectScore = setting("payments.fraud_reject_score", {
  schema: score,
  default: 100,
  description: "From this score on a pay-in is rejected.",
});
export const fraudPayerVelocity = setting("payments.fraud_payer_velocity", {
  schema: rule,
  default: { orders: 6, minutes: 60, points: 40 },
  description:
    "What a pay-in scores when its payer has made so many at the merchant within so many minutes.",
});
export const fraudIpVelocity = setting("payments.fraud_ip_velocity", {
  schema: rule,
  default: { orders: 30, minutes: 60, points: 30 },
  description:
    "What a pay-in scores when its address has made so many within so many minutes, at all merchants. Behind one address there can be a whole mobile network.",
});
export const fraudAmountRepeated = setting("payments.fraud_amount_repeated", {
  schema: rule,
  default: { orders: 3, minutes: 30, points: 30 },
  description:
    "What a pay-in scores when its payer has asked for the very same sum so often at the merchant within so many minutes.",
});
export const fraudUnpaidOften = setting("payments.fraud_unpaid_often", {
  schema: z.strictObject({ payerOrders: orders, ipOrders: orders, minutes, points }),
  default: { payerOrders: 4, ipOrders: 15, minutes: 1_440, points: 50 },
  description:
    "What a pay-in scores when so many of its payer's, or of its address's, ended unpaid within so many minutes.",
});
export const fraudPayerUnknown = setting("payments.fraud_payer_unknown", {
  schema: points,
  default: 5,
  description: "What a pay-in scores when the merchant says nothing of its payer.",
});

export const fraudSettings = [
  fraudReviewScore,
  fraudRejectScore,
  fraudPayerVelocity,
  fraudIpVelocity,
  fraudAmountRepeated,
  fraudUnpaidOften,
  fraudPayerUnknown,
] as const;
