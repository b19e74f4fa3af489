import { manageStoreTraders, type payments, traderUnknown } from "@mainstay/contracts";
import { storeTraders, traders } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { lockStore } from "../stores/require-store.ts";
import { requireFeesFit } from "../terms/fee-parts.ts";

export const setStoreTrader: UseCase<typeof payments.storeTraders.set> = async (ctx, input) => {
  const target = `store:${input.storeId}`;
  ctx.audit({ target });
  const { id: storeId } = await lockStore(ctx, input.storeId, manageStoreTraders);
  const [trader] = await ctx.db
    .select({ id: traders.id })
    .from(traders)
    .where(eq(traders.id, input.traderId));
  if (!trader) return ctx.fail(traderUnknown({ traderId: input.traderId }));
  const { id: traderId } = trader;
  const { rule } = input;
  const pair = and(eq(storeTraders.storeId, storeId), eq(storeTraders.traderId, traderId));
  const [before] = await ctx.db.select({ rule: storeTraders.rule }).from(storeTraders).where(pair);
  if (rule === "none") await ctx.db.delete(storeTraders).where(pair);
  else {
    await ctx.db
      .insert(storeTraders)
      .values({ storeId, traderId, rule })
      .onConflictDoUpdate({ target: [storeTraders.storeId, storeTraders.traderId], set: { rule } });
  }
  await requireFeesFit(ctx);
  ctx.audit({ target, changes: { traderId, from: before?.rule ?? "none", to: rule } });
  return { storeId, traderId, rule };
};
