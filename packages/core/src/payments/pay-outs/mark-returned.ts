import { type payments, resolvePayOuts } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import { requirePayOut } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";
import { returnPayOut } from "./return-pay-out.ts";

export const markReturned: UseCase<typeof payments.payOuts.markReturned> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requirePayOut(ctx, orderId, resolvePayOuts);
  requirePossible(ctx, row, "mark_returned");
  await returnPayOut(ctx, ctx.db, row);
  const by = ctx.actor.name;
  return payOutView(ctx, await changePayOut(ctx, ctx.db, row, { event: "mark_returned", by, why }));
};
