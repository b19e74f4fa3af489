import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import { keepFrom } from "./keep-from.ts";
import { nobodys } from "./pay-out-row.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const declinePayOut: UseCase<typeof payments.payOuts.decline> = async (ctx, { orderId }) => {
  const row = await requireOwnOffer(ctx, orderId);
  requirePossible(ctx, row, "decline");
  await keepFrom(ctx.db, row);
  const changed = await changePayOut(ctx, ctx.db, row, {
    event: "decline",
    by: ctx.actor.name,
    set: { ...nobodys, acceptedAt: null, deadline: row.matchUntil },
  });
  return payOutView(ctx, changed);
};
