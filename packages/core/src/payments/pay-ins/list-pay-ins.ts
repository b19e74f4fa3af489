import { type payments, readPayIns } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { pageOf } from "../../page.ts";
import { filterOrders } from "../orders/order-filter.ts";
import { payInScope } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const listPayIns: UseCase<typeof payments.payIns.list> = async (ctx, input) => {
  const { where, order } = await filterOrders(ctx, payIns, readPayIns, input);
  const rows = await ctx.db
    .select()
    .from(payIns)
    .where(and(payInScope(ctx.actor), where))
    .orderBy(order)
    .limit(input.limit + 1);
  const { items, nextCursor } = pageOf(rows, input.limit, (row) => payInView(ctx, row));
  return { items: await Promise.all(items), nextCursor };
};
