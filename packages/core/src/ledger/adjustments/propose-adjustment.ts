import type { ledger } from "@mainstay/contracts";
import { ledgerAdjustments } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { draftOfJournal } from "../posting/draft.ts";
import { refusalOfDraft } from "../posting/refusal-of-draft.ts";
import { adjustmentJournal } from "./adjustment-draft.ts";
import { type AdjustmentRow, adjustmentView } from "./adjustment-view.ts";

export const proposeAdjustment: UseCase<typeof ledger.adjustments.propose> = async (ctx, input) => {
  const id = v7();
  ctx.audit({ target: `adjustment:${id}` });
  const legs = input.legs.map(({ debit, credit, money }) => ({ debit, credit, ...money }));
  // What could never be posted is refused at once; whether the funds are there counts when it is.
  const refusal = refusalOfDraft(draftOfJournal(await adjustmentJournal(ctx, id, legs)));
  if (refusal) ctx.fail(refusal);
  const row: AdjustmentRow = {
    id,
    reason: input.reason,
    legs,
    state: "proposed",
    proposedBy: ctx.actor.owner,
    proposedAt: ctx.clock.now(),
    decidedBy: null,
    decidedAt: null,
    decision: null,
  };
  await ctx.db.insert(ledgerAdjustments).values(row);
  ctx.audit({ target: `adjustment:${id}`, changes: { reason: row.reason, legs } });
  return adjustmentView(row);
};
