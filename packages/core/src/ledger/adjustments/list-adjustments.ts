import type { ledger } from "@mainstay/contracts";
import { ledgerAdjustments } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { adjustmentView } from "./adjustment-view.ts";

export const listAdjustments: UseCase<typeof ledger.adjustments.list> = async (
  ctx,
  { cursor, limit, state },
) => {
  const after = idOfCursor(cursor);
  const rows = await ctx.db
    .select()
    .from(ledgerAdjustments)
    .where(
      and(
        state === undefined ? undefined : eq(ledgerAdjustments.state, state),
        after === null ? undefined : lt(ledgerAdjustments.id, after),
      ),
    )
    .orderBy(desc(ledgerAdjustments.id))
    .limit(limit + 1);
  return pageOf(rows, limit, adjustmentView);
};
