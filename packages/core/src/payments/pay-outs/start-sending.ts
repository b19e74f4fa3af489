import { type payments, payOutSendingMinutes } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { inMinutes } from "../orders/moments.ts";
import { changePayOut } from "./change-pay-out.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

/** From here on nobody else is asked to send it. */
export const startSending: UseCase<typeof payments.payOuts.startSending> = async (
  ctx,
  { orderId },
) => {
  const row = await requireOwnOffer(ctx, orderId);
  const changed = await changePayOut(ctx, ctx.db, row, {
    event: "start_sending",
    by: ctx.actor.name,
    set: { deadline: inMinutes(await ctx.settings.get(payOutSendingMinutes)) },
  });
  return payOutView(ctx, changed);
};
