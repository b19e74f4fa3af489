import type { Adjustment } from "@mainstay/contracts";
import type { ledgerAdjustments } from "@mainstay/db";
import type { z } from "zod";

export type AdjustmentRow = typeof ledgerAdjustments.$inferSelect;

export const adjustmentView = (row: AdjustmentRow): z.input<typeof Adjustment> => ({
  id: row.id,
  reason: row.reason,
  legs: row.legs.map(({ debit, credit, amount, currency }) => ({
    debit,
    credit,
    money: { amount, currency },
  })),
  state: row.state,
  proposed: { by: row.proposedBy, at: row.proposedAt.toISOString() },
  decided:
    row.decidedBy === null || row.decidedAt === null
      ? null
      : { by: row.decidedBy, at: row.decidedAt.toISOString(), why: row.decision },
});
