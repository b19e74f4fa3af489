import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { takeClaim } from "../pay-ins/claim-paid.ts";
import { assured, requireTry, withTry } from "./require-state.ts";
import { sessionView } from "./session-view.ts";

export const markPaid: UseCase<typeof payments.sessions.markPaid> = async (ctx) => {
  const visit = await requireTry(ctx, "markPaid", ["paying"]);
  ctx.audit({ target: `pay_in:${visit.order.id}` });
  return sessionView(ctx, withTry(visit, await takeClaim(assured(ctx), visit.order)));
};
