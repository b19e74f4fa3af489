import { type payments, paymentSessionState } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { giveUp } from "../pay-ins/cancel-pay-in.ts";
import { assured, requireTry, withTry } from "./require-state.ts";
import { sessionView } from "./session-view.ts";

export const cancelSession: UseCase<typeof payments.sessions.cancel> = async (ctx) => {
  const visit = await requireTry(ctx, "cancel", ["searching", "paying"]);
  const { order } = visit;
  ctx.audit({ target: `pay_in:${order.id}` });
  // Support has it in hand.
  if (order.state === "in_review")
    ctx.fail(paymentSessionState({ state: "searching", event: "cancel" }));
  return sessionView(ctx, withTry(visit, await giveUp(assured(ctx), order)));
};
