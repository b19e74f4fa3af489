import { type payments, resolvePayIns } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const rejectPayIn: UseCase<typeof payments.payIns.reject> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requirePayIn(ctx, orderId, resolvePayIns);
  const by = ctx.actor.name;
  return payInView(ctx, await changePayIn(ctx, ctx.db, row, { event: "reject", by, why }));
};
