import { type payments, payInUnknown, readPayIns } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { eventsOf } from "../orders/events-of.ts";
import { payInScope } from "./pay-in-scope.ts";

export const listHistory: UseCase<typeof payments.payIns.history> = async (ctx, { orderId }) => {
  const own = and(eq(payIns.id, orderId), payInScope(ctx.actor));
  const [row] = await ctx.db.select({ id: payIns.id }).from(payIns).where(own);
  if (!row) ctx.fail(payInUnknown({ orderId }));
  return { items: await eventsOf(ctx, orderId, ctx.actor.scopesOf(readPayIns) === "everywhere") };
};
