import type { platform } from "@mainstay/contracts";
import { countries } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { changedNow, lockItem, saved } from "./kept-item.ts";

export const saveCountry: UseCase<typeof platform.reference.saveCountry> = async (ctx, input) => {
  await lockItem(ctx.db, "country", input.code);
  const [before] = await ctx.db.select().from(countries).where(eq(countries.code, input.code));
  const row = { ...input, ...changedNow(ctx) };
  await ctx.db
    .insert(countries)
    .values(row)
    .onConflictDoUpdate({ target: countries.code, set: row });
  return saved(ctx, "country", before, row);
};
