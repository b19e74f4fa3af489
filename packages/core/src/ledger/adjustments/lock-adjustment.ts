import { adjustmentDecided, adjustmentUnknown } from "@mainstay/contracts";
import { ledgerAdjustments, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { AdjustmentRow } from "./adjustment-view.ts";

/** One that is still open, held until the transaction ends: of two who decide at once, one is told. */
export async function lockOpenAdjustment(
  ctx: Pick<Ctx<"ledger.adjustment_unknown" | "ledger.adjustment_decided", Tx>, "db" | "fail">,
  adjustmentId: string,
): Promise<AdjustmentRow> {
  const [found] = await ctx.db
    .select()
    .from(ledgerAdjustments)
    .where(eq(ledgerAdjustments.id, adjustmentId))
    .for("update");
  const row = found ?? ctx.fail(adjustmentUnknown({ adjustmentId }));
  if (row.state !== "proposed") ctx.fail(adjustmentDecided({ adjustmentId, state: row.state }));
  return row;
}
