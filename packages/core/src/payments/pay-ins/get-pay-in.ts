import { type payments, payInUnknown } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { payInScope } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const getPayIn: UseCase<typeof payments.payIns.get> = async (ctx, { orderId }) => {
  const where = and(eq(payIns.id, orderId), payInScope(ctx.actor));
  const [row] = await ctx.db.select().from(payIns).where(where);
  return payInView(ctx, row ?? ctx.fail(payInUnknown({ orderId })));
};
