import { confirmPayIns, type payments, receivedUnfit } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";
import { receivedSum } from "./received-sum.ts";

export const reportSum: UseCase<typeof payments.payIns.reportSum> = async (
  ctx,
  { orderId, received },
) => {
  const row = await requirePayIn(ctx, orderId, confirmPayIns);
  requirePossible(ctx, row, "report_sum");
  const sum = await receivedSum(ctx, row, received);
  if (sum === row.payable)
    ctx.fail(receivedUnfit({ ...received, why: "that is what was payable; confirm it" }));
  const changed = await changePayIn(ctx, ctx.db, row, {
    event: "report_sum",
    by: ctx.actor.name,
    why: `${received.amount} ${received.currency}`,
    set: { received: sum },
  });
  return payInView(ctx, changed);
};
