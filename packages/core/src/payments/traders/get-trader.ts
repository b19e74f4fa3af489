import { type payments, readTraders, traderUnknown } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { reachesTrader } from "./trader-scope.ts";
import { traderView } from "./trader-view.ts";

export const getTrader: UseCase<typeof payments.traders.get> = async (ctx, { traderId }) => {
  const [row] = await ctx.db.select().from(traders).where(eq(traders.id, traderId));
  return row && reachesTrader(ctx.actor, readTraders, row)
    ? traderView(row, ctx.clock.now())
    : ctx.fail(traderUnknown({ traderId }));
};
