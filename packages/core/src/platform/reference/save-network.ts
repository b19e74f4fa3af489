import type { platform } from "@mainstay/contracts";
import { networks } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { changedNow, lockItem, saved } from "./kept-item.ts";

export const saveNetwork: UseCase<typeof platform.reference.saveNetwork> = async (ctx, input) => {
  await lockItem(ctx.db, "network", input.code);
  const [before] = await ctx.db.select().from(networks).where(eq(networks.code, input.code));
  const row = { ...input, ...changedNow(ctx) };
  await ctx.db.insert(networks).values(row).onConflictDoUpdate({ target: networks.code, set: row });
  return saved(ctx, "network", before, row);
};
