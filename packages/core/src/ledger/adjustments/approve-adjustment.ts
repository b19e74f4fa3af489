import { adjustmentOwn, type ledger } from "@mainstay/contracts";
import { ledgerAdjustments } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { postJournal } from "../posting/post-journal.ts";
import { adjustmentJournal } from "./adjustment-draft.ts";
import { type AdjustmentRow, adjustmentView } from "./adjustment-view.ts";
import { lockOpenAdjustment } from "./lock-adjustment.ts";

export const approveAdjustment: UseCase<typeof ledger.adjustments.approve> = async (
  ctx,
  { adjustmentId },
) => {
  const target = `adjustment:${adjustmentId}`;
  ctx.audit({ target });
  const proposed = await lockOpenAdjustment(ctx, adjustmentId);
  if (proposed.proposedBy === ctx.actor.owner) ctx.fail(adjustmentOwn());
  const row: AdjustmentRow = {
    ...proposed,
    state: "approved",
    decidedBy: ctx.actor.owner,
    decidedAt: ctx.clock.now(),
  };
  await ctx.db.update(ledgerAdjustments).set(row).where(eq(ledgerAdjustments.id, adjustmentId));
  await postJournal(ctx, ctx.db, await adjustmentJournal(ctx, adjustmentId, row.legs));
  ctx.audit({ target, changes: { state: row.state, legs: row.legs } });
  return adjustmentView(row);
};
