import { type payments, readStoreTraders } from "@mainstay/contracts";
import { storeTraders, traders } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireStore } from "../stores/require-store.ts";

export const listStoreTraders: UseCase<typeof payments.storeTraders.list> = async (ctx, input) => {
  const after = idOfCursor(input.cursor);
  const { id: storeId } = await requireStore(ctx, input.storeId, readStoreTraders);
  const rows = await ctx.db
    .select({ id: traders.id, traderName: traders.name, rule: storeTraders.rule })
    .from(storeTraders)
    .innerJoin(traders, eq(traders.id, storeTraders.traderId))
    .where(
      and(
        eq(storeTraders.storeId, storeId),
        after === null ? undefined : lt(storeTraders.traderId, after),
      ),
    )
    .orderBy(desc(storeTraders.traderId))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, ({ id: traderId, ...row }) => ({ storeId, traderId, ...row }));
};
