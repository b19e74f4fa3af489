import { createPayOuts, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import { requirePayOut } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";
import { releaseFunds } from "./settle-pay-out.ts";

export const cancelPayOut: UseCase<typeof payments.payOuts.cancel> = async (ctx, { orderId }) => {
  const row = await requirePayOut(ctx, orderId, createPayOuts);
  requirePossible(ctx, row, "cancel");
  await releaseFunds(ctx, ctx.db, row);
  const by = ctx.actor.name;
  return payOutView(ctx, await changePayOut(ctx, ctx.db, row, { event: "cancel", by }));
};
