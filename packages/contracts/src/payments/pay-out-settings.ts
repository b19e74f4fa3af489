import { z } from "zod";
import { setting } from "../setting.ts";

const minutes = z.int().min(1).max(10_080);

export const payOutMatchingMinutes = setting("payments.pay_out_matching_minutes", {
  schema: minutes,
  default: 30,
  description: "For how long a trader is looked for before a pay-out fails.",
});
export const payOutOfferSeconds = setting("payments.pay_out_offer_seconds", {
  schema: z.int().min(5).max(3_600),
  default: 60,
  description: "How long a trader has to accept a pay-out before another one is asked.",
});
export const payOutStartMinutes = setting("payments.pay_out_start_minutes", {
  schema: minutes,
  default: 5,
  description: "How long a trader who accepted has to begin sending before another one is asked.",
});
export const payOutSendingMinutes = setting("payments.pay_out_sending_minutes", {
  schema: minutes,
  default: 30,
  description: "How long a trader has to send and show the proof, before support looks at it.",
});
export const payOutProofMinutes = setting("payments.pay_out_proof_minutes", {
  schema: minutes,
  default: 60,
  description: "How long a merchant has to dispute a proof, before it counts as accepted.",
});

export const payOutSettings = [
  payOutMatchingMinutes,
  payOutOfferSeconds,
  payOutStartMinutes,
  payOutSendingMinutes,
  payOutProofMinutes,
] as const;
