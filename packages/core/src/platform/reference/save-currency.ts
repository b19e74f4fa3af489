import { currencyDigitsFixed, currencyKindFixed, type platform } from "@mainstay/contracts";
import { currencies } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { changedNow, lockItem, saved } from "./kept-item.ts";

export const saveCurrency: UseCase<typeof platform.reference.saveCurrency> = async (ctx, input) => {
  ctx.audit({ target: `currency:${input.code}` });
  await lockItem(ctx.db, "currency", input.code);
  const [before] = await ctx.db.select().from(currencies).where(eq(currencies.code, input.code));
  if (before && before.digits !== input.digits)
    ctx.fail(currencyDigitsFixed({ currency: input.code, digits: before.digits }));
  if (before && before.kind !== input.kind)
    ctx.fail(currencyKindFixed({ currency: input.code, kind: before.kind }));
  const row = { ...input, ...changedNow(ctx) };
  await ctx.db
    .insert(currencies)
    .values(row)
    .onConflictDoUpdate({ target: currencies.code, set: row });
  return saved(ctx, "currency", before, row);
};
