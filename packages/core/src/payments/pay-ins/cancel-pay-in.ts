import { createPayIns, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { freeRequisite, lateEnd } from "./free-requisite.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";
import { releaseHold } from "./settle-pay-in.ts";

export const cancelPayIn: UseCase<typeof payments.payIns.cancel> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, createPayIns);
  requirePossible(ctx, row, "cancel");
  await freeRequisite(ctx.db, row, { paid: false, live: true });
  await releaseHold(ctx, ctx.db, row);
  const changed = await changePayIn(ctx, ctx.db, row, {
    event: "cancel",
    by: ctx.actor.name,
    set: { holdId: null, lateUntil: row.requisiteId === null ? null : await lateEnd(ctx.db, row) },
  });
  return payInView(ctx, changed);
};
