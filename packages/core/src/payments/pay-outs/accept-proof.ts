import { createPayOuts, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { cameBy } from "../orders/events-of.ts";
import { requirePossible } from "./change-pay-out.ts";
import { requirePayOut } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";
import { completePayOut } from "./settle-pay-out.ts";

/** A merchant who asks twice is answered twice, and pays once. */
export const acceptProof: UseCase<typeof payments.payOuts.acceptProof> = async (
  ctx,
  { orderId },
) => {
  const row = await requirePayOut(ctx, orderId, createPayOuts);
  if (row.state === "completed" && (await cameBy(ctx.db, row, "accept_proof")))
    return payOutView(ctx, row);
  requirePossible(ctx, row, "accept_proof");
  const change = { event: "accept_proof", by: ctx.actor.name } as const;
  return payOutView(ctx, await completePayOut(ctx, ctx.db, row, change));
};
