import { type payments, payOutStartMinutes } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { changePayOut } from "./change-pay-out.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const acceptPayOut: UseCase<typeof payments.payOuts.accept> = async (ctx, { orderId }) => {
  const row = await requireOwnOffer(ctx, orderId);
  // A trader who accepts twice is answered twice.
  if (row.state === "accepted") return payOutView(ctx, row);
  const changed = await changePayOut(ctx, ctx.db, row, {
    event: "accept",
    by: ctx.actor.name,
    set: {
      acceptedAt: now,
      deadline: inMinutes(await ctx.settings.get(payOutStartMinutes)),
    },
  });
  return payOutView(ctx, changed);
};
