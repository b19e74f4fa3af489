import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayOut } from "./change-pay-out.ts";
import { requireOwnOffer } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const reportTrouble: UseCase<typeof payments.payOuts.reportTrouble> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requireOwnOffer(ctx, orderId);
  const by = ctx.actor.name;
  return payOutView(
    ctx,
    await changePayOut(ctx, ctx.db, row, { event: "report_trouble", by, why }),
  );
};
