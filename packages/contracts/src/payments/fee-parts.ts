import { z } from "zod";
import { reason } from "../reason.ts";

export const PaymentDirection = z
  .enum(["pay_in", "pay_out"])
  .meta({ id: "PaymentDirection", description: "From a payer to the merchant, or back." });

/** Whoever saves what a store pays or what those who serve it get is refused so. */
export const feePartsExceed = reason("payments.fee_parts_exceed", {
  kind: "precondition",
  message:
    "The trader {traderId} and the lead would get {parts} percent of a {direction}, for which the store {storeId} pays {fee}. Raise the store's fee, lower theirs, or deny the trader there.",
  details: z.object({
    traderId: z.string(),
    storeId: z.string(),
    direction: PaymentDirection,
    parts: z.string(),
    fee: z.string(),
  }),
});
