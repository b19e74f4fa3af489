import { z } from "zod";
import { setting } from "../setting.ts";

const minutes = z.int().min(1).max(10_080);

export const matchingSeconds = setting("payments.matching_seconds", {
  schema: z.int().min(1).max(3_600),
  default: 120,
  description: "For how long a trader is looked for before a pay-in ends as no_trader.",
});
export const payMinutes = setting("payments.pay_minutes", {
  schema: minutes,
  default: 15,
  description: "How long a payer has, from the moment the requisite is shown.",
});
export const confirmMinutes = setting("payments.confirm_minutes", {
  schema: minutes,
  default: 30,
  description: "How long a trader has to confirm what a payer says is paid, before it is disputed.",
});
export const fraudReviewMinutes = setting("payments.fraud_review_minutes", {
  schema: minutes,
  default: 60,
  description:
    "How long support has to look at what the fraud rules held back, before it is rejected.",
});
