import { payOutMatchingMinutes, type payments, resolvePayOuts } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { inMinutes } from "../orders/moments.ts";
import { changePayOut, requirePossible } from "./change-pay-out.ts";
import { keepFrom } from "./keep-from.ts";
import { nobodys } from "./pay-out-row.ts";
import { requirePayOut } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";
import { completePayOut, countTurn, releaseFunds } from "./settle-pay-out.ts";

export const resolvePayOut: UseCase<typeof payments.payOuts.resolve> = async (ctx, input) => {
  const { orderId, as, again, why } = input;
  const row = await requirePayOut(ctx, orderId, resolvePayOuts);
  const by = ctx.actor.name;
  if (as === "sent") {
    requirePossible(ctx, row, "resolve_sent");
    const change = { event: "resolve_sent", by, why } as const;
    return payOutView(ctx, await completePayOut(ctx, ctx.db, row, change));
  }
  const event = "resolve_not_sent";
  requirePossible(ctx, row, event);
  await countTurn(ctx.db, row, "failed");
  if (!again) {
    await releaseFunds(ctx, ctx.db, row);
    return payOutView(ctx, await changePayOut(ctx, ctx.db, row, { event, to: "failed", by, why }));
  }
  await keepFrom(ctx.db, row);
  const matchUntil = inMinutes(await ctx.settings.get(payOutMatchingMinutes));
  const changed = await changePayOut(ctx, ctx.db, row, {
    event,
    to: "matching",
    by,
    why,
    set: { ...nobodys, acceptedAt: null, provedAt: null, deadline: matchUntil, matchUntil },
  });
  return payOutView(ctx, changed);
};
