import { orderUnknown, type payments } from "@mainstay/contracts";
import { fraudFlags, orderEvents } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";

/** No more than there are rules. */
export const listFlags: UseCase<typeof payments.fraud.flags> = async (ctx, { orderId }) => {
  // Of whichever kind it is, an order has a history from its first moment on.
  const [begun] = await ctx.db
    .select({ orderId: orderEvents.orderId })
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId))
    .limit(1);
  if (!begun) ctx.fail(orderUnknown({ orderId }));
  const rows = await ctx.db
    .select()
    .from(fraudFlags)
    .where(eq(fraudFlags.orderId, orderId))
    .orderBy(fraudFlags.at, fraudFlags.rule);
  return { items: rows.map(({ rule, about, at }) => ({ rule, about, at: at.toISOString() })) };
};
