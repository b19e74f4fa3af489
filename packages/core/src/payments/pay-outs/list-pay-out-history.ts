import { type payments, payOutUnknown, readPayOuts } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { eventsOf } from "../orders/events-of.ts";
import { payOutScope } from "./pay-out-scope.ts";

export const listPayOutHistory: UseCase<typeof payments.payOuts.history> = async (
  ctx,
  { orderId },
) => {
  const own = and(eq(payOuts.id, orderId), payOutScope(ctx.actor));
  const [row] = await ctx.db.select({ id: payOuts.id }).from(payOuts).where(own);
  if (!row) ctx.fail(payOutUnknown({ orderId }));
  return { items: await eventsOf(ctx, orderId, ctx.actor.scopesOf(readPayOuts) === "everywhere") };
};
