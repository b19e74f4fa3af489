import { confirmPayIns, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const disputePayIn: UseCase<typeof payments.payIns.dispute> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requirePayIn(ctx, orderId, confirmPayIns);
  const by = ctx.actor.name;
  return payInView(ctx, await changePayIn(ctx, ctx.db, row, { event: "dispute", by, why }));
};
