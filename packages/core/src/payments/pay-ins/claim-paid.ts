import { confirmMinutes, createPayIns, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { changePayIn } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

/** From here on no timer gives the hold back: the payer may have sent the money. */
export const claimPaid: UseCase<typeof payments.payIns.claimPaid> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, createPayIns);
  const changed = await changePayIn(ctx, ctx.db, row, {
    event: "claim_paid",
    by: ctx.actor.name,
    set: { claimedAt: now, deadline: inMinutes(await ctx.settings.get(confirmMinutes)) },
  });
  return payInView(ctx, changed);
};
