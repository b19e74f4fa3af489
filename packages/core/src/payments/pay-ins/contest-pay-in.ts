import { type payments, resolvePayIns } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const contestPayIn: UseCase<typeof payments.payIns.contest> = async (
  ctx,
  { orderId, why },
) => {
  const row = await requirePayIn(ctx, orderId, resolvePayIns);
  const before = row.state === "partial" ? "partial" : "completed";
  const changed = await changePayIn(ctx, ctx.db, row, {
    event: "contest",
    by: ctx.actor.name,
    why,
    set: { before },
  });
  return payInView(ctx, changed);
};
