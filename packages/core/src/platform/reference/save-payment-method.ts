import { methodCurrencyUnknown, type platform } from "@mainstay/contracts";
import { currencies, paymentMethods } from "@mainstay/db";
import { eq, inArray } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { changedNow, lockItem, saved } from "./kept-item.ts";

export const savePaymentMethod: UseCase<typeof platform.reference.savePaymentMethod> = async (
  ctx,
  input,
) => {
  ctx.audit({ target: `payment_method:${input.code}` });
  const wanted = [...new Set(input.currencies)];
  const known = await ctx.db
    .select({ code: currencies.code })
    .from(currencies)
    .where(inArray(currencies.code, wanted));
  const unknown = wanted.filter((code) => !known.some((one) => one.code === code));
  if (unknown.length > 0) ctx.fail(methodCurrencyUnknown({ currencies: unknown }));
  await lockItem(ctx.db, "payment_method", input.code);
  const { code } = paymentMethods;
  const [before] = await ctx.db.select().from(paymentMethods).where(eq(code, input.code));
  const row = { ...input, currencies: wanted, ...changedNow(ctx) };
  await ctx.db.insert(paymentMethods).values(row).onConflictDoUpdate({ target: code, set: row });
  return saved(ctx, "payment_method", before, row);
};
