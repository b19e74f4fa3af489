import type { ledger } from "@mainstay/contracts";
import { ledgerAdjustments } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { type AdjustmentRow, adjustmentView } from "./adjustment-view.ts";
import { lockOpenAdjustment } from "./lock-adjustment.ts";

export const rejectAdjustment: UseCase<typeof ledger.adjustments.reject> = async (
  ctx,
  { adjustmentId, why },
) => {
  const target = `adjustment:${adjustmentId}`;
  ctx.audit({ target });
  const row: AdjustmentRow = {
    ...(await lockOpenAdjustment(ctx, adjustmentId)),
    state: "rejected",
    decidedBy: ctx.actor.owner,
    decidedAt: ctx.clock.now(),
    decision: why,
  };
  await ctx.db.update(ledgerAdjustments).set(row).where(eq(ledgerAdjustments.id, adjustmentId));
  ctx.audit({ target, changes: { state: row.state, why } });
  return adjustmentView(row);
};
