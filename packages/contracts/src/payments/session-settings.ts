import { z } from "zod";
import { setting } from "../setting.ts";

export const sessionMinutes = setting("payments.session_minutes", {
  schema: z.int().min(1).max(10_080),
  default: 60,
  description: "For how long a payer may begin to pay, from the moment a payment session is made.",
});
export const sessionTriesMost = setting("payments.session_tries_most", {
  schema: z.int().min(1).max(20),
  default: 5,
  description: "How often a payer may begin anew in one payment session.",
});
