import { z } from "zod";
import { reason } from "../reason.ts";

export const methodUnknown = reason("payments.method_unknown", {
  kind: "not_found",
  message: "There is no payment method {method}. platform.reference.get names those there are.",
  details: z.object({ method: z.string() }),
});
export const methodUnfit = reason("payments.method_unfit", {
  kind: "invalid",
  message: "{method} cannot be paid in {currency}, but in {currencies}.",
  details: z.object({
    method: z.string(),
    currency: z.string(),
    currencies: z.array(z.string()),
  }),
});
