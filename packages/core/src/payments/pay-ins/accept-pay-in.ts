import { matchingSeconds, type payments, resolvePayIns } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { inMinutes } from "../orders/moments.ts";
import { changePayIn } from "./change-pay-in.ts";
import { matchPayIn } from "./match-pay-in.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const acceptPayIn: UseCase<typeof payments.payIns.accept> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, resolvePayIns);
  const by = ctx.actor.name;
  const accepted = await changePayIn(ctx, ctx.db, row, {
    event: "accept",
    by,
    set: { deadline: inMinutes((await ctx.settings.get(matchingSeconds)) / 60) },
  });
  return payInView(ctx, await matchPayIn(ctx, ctx.db, accepted, by));
};
