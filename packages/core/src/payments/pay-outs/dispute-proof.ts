import { createPayOuts, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayOut } from "./change-pay-out.ts";
import { requirePayOut } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const disputeProof: UseCase<typeof payments.payOuts.disputeProof> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requirePayOut(ctx, orderId, createPayOuts);
  const by = ctx.actor.name;
  return payOutView(ctx, await changePayOut(ctx, ctx.db, row, { event: "dispute_proof", by, why }));
};
