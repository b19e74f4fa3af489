import { bankCountryUnknown, type platform } from "@mainstay/contracts";
import { banks, countries } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { changedNow, lockItem, saved } from "./kept-item.ts";

export const saveBank: UseCase<typeof platform.reference.saveBank> = async (ctx, input) => {
  ctx.audit({ target: `bank:${input.code}` });
  const isKnown = (await ctx.db.$count(countries, eq(countries.code, input.country))) === 1;
  if (!isKnown) ctx.fail(bankCountryUnknown({ country: input.country }));
  await lockItem(ctx.db, "bank", input.code);
  const [before] = await ctx.db.select().from(banks).where(eq(banks.code, input.code));
  const row = { ...input, ...changedNow(ctx) };
  await ctx.db.insert(banks).values(row).onConflictDoUpdate({ target: banks.code, set: row });
  return saved(ctx, "bank", before, row);
};
