import { type payments, resolvePayIns } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";
import { reversePayIn } from "./reverse-pay-in.ts";

export const decidePayIn: UseCase<typeof payments.payIns.decide> = async (
  ctx,
  { orderId, as, why },
) => {
  const row = await requirePayIn(ctx, orderId, resolvePayIns);
  const by = ctx.actor.name;
  if (as === "upheld") {
    const to = row.before ?? "completed";
    return payInView(ctx, await changePayIn(ctx, ctx.db, row, { event: "uphold", to, by, why }));
  }
  requirePossible(ctx, row, "reverse");
  await reversePayIn(ctx, ctx.db, row);
  return payInView(ctx, await changePayIn(ctx, ctx.db, row, { event: "reverse", by, why }));
};
