import { z } from "zod";
import { permission } from "../access.ts";
import { mutation, query } from "../define.ts";
import { amountTooLarge, amountTooPrecise } from "../ledger/posting.ts";
import { Money } from "../money.ts";
import { page, pageInput } from "../page.ts";
import { CurrencyCode, currencyUnknown } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import { feePartsExceed, PaymentDirection } from "./fee-parts.ts";
import { methodUnfit, methodUnknown } from "./methods.ts";
import { MethodCode } from "./pay-in.ts";
import { Percent } from "./percent.ts";
import { storeUnknown } from "./stores.ts";

export const readTerms = permission("payments.terms.read", {
  roles: ["support", "merchant"],
  scopes: ["merchant"],
});
export const manageTerms = permission("payments.terms.manage", { roles: [] });

const named = {
  storeId: z.uuid(),
  direction: PaymentDirection,
  currency: CurrencyCode,
  method: MethodCode,
};
const agreed = {
  min: Money.describe("The least that one order asks for."),
  max: Money,
  feePercent: Percent.describe("Of an order's value."),
  feeFixed: Money.describe("For each order besides, in USDT."),
  active: z.boolean(),
};
export const StoreTerms = z.object({ ...named, ...agreed }).meta({ id: "StoreTerms" });

export const termsCurrencyWrong = reason("payments.terms_currency_wrong", {
  kind: "invalid",
  message: "{field} is in {currency}, and must be in {expected}.",
  details: z.object({ field: z.string(), currency: z.string(), expected: z.string() }),
});
export const termsLimitsWrong = reason("payments.terms_limits_wrong", {
  kind: "invalid",
  message: "Orders cannot be from {min} to {max}: the least is above zero and not above the most.",
  details: z.object({ min: z.string(), max: z.string() }),
});
export const termsFeeNegative = reason("payments.terms_fee_negative", {
  kind: "invalid",
  message: "The fixed fee {amount} is negative; zero is the least.",
  details: z.object({ amount: z.string() }),
});
export const terms = {
  list: query({
    summary: "What a store takes and pays, and for which fees",
    access: readTerms,
    input: z.object({ ...pageInput, storeId: z.uuid() }),
    output: page(StoreTerms),
    errors: [storeUnknown],
    rest: { method: "GET", path: "/payments/stores/{storeId}/terms" },
  }),
  save: mutation({
    summary: "Agree with a store on one method in one currency and direction",
    description:
      "Saves the whole row: a new one where there is none. Nothing is deleted; what is no longer offered is made inactive. Orders keep what was agreed when they were made.",
    access: manageTerms,
    fresh: true,
    limit: "money",
    input: z.object({ ...named, ...agreed }),
    output: StoreTerms,
    errors: [
      storeUnknown,
      currencyUnknown,
      methodUnknown,
      methodUnfit,
      termsCurrencyWrong,
      termsLimitsWrong,
      termsFeeNegative,
      amountTooPrecise,
      amountTooLarge,
      feePartsExceed,
    ],
    rest: {
      method: "PUT",
      path: "/payments/stores/{storeId}/terms/{direction}/{currency}/{method}",
    },
  }),
};
