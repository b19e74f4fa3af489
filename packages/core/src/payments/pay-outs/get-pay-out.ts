import { type payments, payOutUnknown } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { payOutScope } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const getPayOut: UseCase<typeof payments.payOuts.get> = async (ctx, { orderId }) => {
  const where = and(eq(payOuts.id, orderId), payOutScope(ctx.actor));
  const [row] = await ctx.db.select().from(payOuts).where(where);
  return payOutView(ctx, row ?? ctx.fail(payOutUnknown({ orderId })));
};
