import {
  adjustmentAccountUnknown,
  adjustmentOwnerUnfit,
  type AccountPurpose,
  type AccountRef,
  amountTooPrecise,
  charts,
  ledgerAdjustment,
  platformOwner,
} from "@mainstay/contracts";
import type { AdjustmentLeg, AdjustmentSide } from "@mainstay/db";
import type { Ctx } from "../../context.ts";
import { minorUnits } from "../../money.ts";
import { requireCurrency } from "../../platform/index.ts";
import type { Journal, Leg } from "../posting/journal.ts";

type AdjustmentCtx = Pick<
  Ctx<
    | "ledger.adjustment_owner_unfit"
    | "ledger.adjustment_account_unknown"
    | "ledger.amount_too_precise"
    | "platform.currency_unknown"
  >,
  "reference" | "fail"
>;

const purposes = new Map<string, AccountPurpose>(
  charts.flatMap(({ accounts }) => accounts.map((purpose) => [purpose.name, purpose])),
);

/** What an adjustment posts; the chart and the currencies may have changed since it was proposed. */
export async function adjustmentJournal(
  ctx: AdjustmentCtx,
  id: string,
  legs: readonly AdjustmentLeg[],
): Promise<Journal> {
  const made: Leg[] = [];
  for (const { debit, credit, amount, currency } of legs) {
    const { digits } = await requireCurrency(ctx, currency);
    made.push({
      debit: refOf(ctx, debit, currency),
      credit: refOf(ctx, credit, currency),
      amount:
        minorUnits(amount, digits) ?? ctx.fail(amountTooPrecise({ amount, currency, digits })),
    });
  }
  return { id, kind: ledgerAdjustment, ref: `adjustment:${id}`, legs: made };
}

function refOf(
  ctx: AdjustmentCtx,
  { account, ownerId }: AdjustmentSide,
  currency: string,
): AccountRef {
  const purpose = purposes.get(account) ?? ctx.fail(adjustmentAccountUnknown({ account }));
  const ours = purpose.ownerKind === "platform";
  // What is approved is what was read: an owner that means nothing is not passed over.
  if (ours && ownerId !== undefined && ownerId !== platformOwner)
    ctx.fail(adjustmentOwnerUnfit({ account }));
  const owner = ours ? platformOwner : ownerId;
  return purpose.of(owner ?? ctx.fail(adjustmentAccountUnknown({ account })), currency);
}
