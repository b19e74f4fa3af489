import { adjustmentUnknown, type ledger } from "@mainstay/contracts";
import { ledgerAdjustments } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { adjustmentView } from "./adjustment-view.ts";

export const getAdjustment: UseCase<typeof ledger.adjustments.get> = async (
  ctx,
  { adjustmentId },
) => {
  const [row] = await ctx.db
    .select()
    .from(ledgerAdjustments)
    .where(eq(ledgerAdjustments.id, adjustmentId));
  return adjustmentView(row ?? ctx.fail(adjustmentUnknown({ adjustmentId })));
};
