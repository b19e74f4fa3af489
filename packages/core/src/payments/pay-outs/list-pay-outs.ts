import { type payments, readPayOuts } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { pageOf } from "../../page.ts";
import { filterOrders } from "../orders/order-filter.ts";
import { payOutScope } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const listPayOuts: UseCase<typeof payments.payOuts.list> = async (ctx, input) => {
  const { where, order } = await filterOrders(ctx, payOuts, readPayOuts, input);
  const rows = await ctx.db
    .select()
    .from(payOuts)
    .where(and(payOutScope(ctx.actor), where))
    .orderBy(order)
    .limit(input.limit + 1);
  const { items, nextCursor } = pageOf(rows, input.limit, (row) => payOutView(ctx, row));
  return { items: await Promise.all(items), nextCursor };
};
