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
export const lateMinutesLeast = setting("payments.late_minutes_least", {
  schema: z.int().min(0).max(10_080),
  default: 60,
  description:
    "For how long at least late money is taken, whatever a store says: so long nobody else is asked for an order's sum.",
});
export const lateMinutesMost = setting("payments.late_minutes_most", {
  schema: z.int().min(0).max(10_080),
  default: 2_880,
  description:
    "For how long at most late money is taken, whatever a store says, as a requisite has few sums. The least goes before it.",
});
export const fraudReviewMinutes = setting("payments.fraud_review_minutes", {
  schema: minutes,
  default: 60,
  description:
    "How long support has to look at what the fraud rules held back, before it is rejected.",
});
