import {
  currencyUnknown,
  methodUnfit,
  methodUnknown,
  type ReferenceData,
} from "@mainstay/contracts";
import type { Ctx } from "../context.ts";

type Reason =
  | typeof currencyUnknown.reason
  | typeof methodUnknown.reason
  | typeof methodUnfit.reason;

/** The method, if both are active and it can be paid in that currency now. */
export async function requireMethod(
  ctx: Pick<Ctx<Reason>, "reference" | "fail">,
  { method, currency }: { readonly method: string; readonly currency: string },
): Promise<ReferenceData["paymentMethods"][number]> {
  const { currencies, paymentMethods } = await ctx.reference.all();
  if (!currencies.some(({ code }) => code === currency)) ctx.fail(currencyUnknown({ currency }));
  const found =
    paymentMethods.find(({ code }) => code === method) ?? ctx.fail(methodUnknown({ method }));
  if (!found.currencies.includes(currency))
    ctx.fail(methodUnfit({ method, currency, currencies: found.currencies }));
  return found;
}
