import { createPayIns, type payments, type PostingReason } from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { Ctx, UseCase } from "../../context.ts";
import { changePayIn, requirePossible } from "./change-pay-in.ts";
import { freeRequisite, lateEnd } from "./free-requisite.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { requirePayIn } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";
import { releaseHold } from "./settle-pay-in.ts";

export const cancelPayIn: UseCase<typeof payments.payIns.cancel> = async (ctx, { orderId }) => {
  const row = await requirePayIn(ctx, orderId, createPayIns);
  return payInView(ctx, await giveUp(ctx, row));
};

/** The row is locked. */
export async function giveUp(
  ctx: Pick<
    Ctx<"payments.pay_in_state" | PostingReason, Tx>,
    "db" | "actor" | "reference" | "fail"
  >,
  row: PayInRow,
): Promise<PayInRow> {
  requirePossible(ctx, row, "cancel");
  await freeRequisite(ctx.db, row, { paid: false, live: true });
  await releaseHold(ctx, ctx.db, row);
  return changePayIn(ctx, ctx.db, row, {
    event: "cancel",
    by: ctx.actor.name,
    set: { holdId: null, lateUntil: row.requisiteId === null ? null : await lateEnd(ctx.db, row) },
  });
}
