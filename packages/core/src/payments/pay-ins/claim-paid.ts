import { confirmMinutes, createPayIns, type payments } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { Ctx, UseCase } from "../../context.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { changePayIn } from "./change-pay-in.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const claimPaid: UseCase<typeof payments.payIns.claimPaid> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, createPayIns);
  return payInView(ctx, await takeClaim(ctx, row));
};

/** From here on no timer gives the hold back: the payer may have sent the money. The row is locked. */
export const takeClaim = async (
  ctx: Pick<Ctx<"payments.pay_in_state", Tx>, "db" | "actor" | "reference" | "settings" | "fail">,
  row: PayInRow,
): Promise<PayInRow> =>
  changePayIn(ctx, ctx.db, row, {
    event: "claim_paid",
    by: ctx.actor.name,
    set: { claimedAt: now, deadline: inMinutes(await ctx.settings.get(confirmMinutes)) },
  });
