import { confirmPayIns, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { cameBy } from "../orders/events-of.ts";
import { requirePossible } from "./change-pay-in.ts";
import { completePayIn } from "./complete-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

/** A trader who asks twice is answered twice, and pays once. */
export const confirmPayIn: UseCase<typeof payments.payIns.confirm> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, confirmPayIns);
  if (row.state === "completed" && (await cameBy(ctx.db, row, "confirm")))
    return payInView(ctx, row);
  requirePossible(ctx, row, "confirm");
  return payInView(
    ctx,
    await completePayIn(ctx, ctx.db, row, { event: "confirm", by: ctx.actor.name }),
  );
};
