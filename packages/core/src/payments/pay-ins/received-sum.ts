import { amountTooPrecise, type Money, receivedUnfit } from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";
import { minorUnits } from "../../money.ts";
import { requireCurrency } from "../../platform/index.ts";
import type { PayInRow } from "./pay-in-row.ts";

type Reasons =
  | "payments.received_unfit"
  | "ledger.amount_too_precise"
  | "platform.currency_unknown";

/** What came for an order, in the smallest unit of its currency. */
export async function receivedSum(
  ctx: Pick<Ctx<Reasons>, "reference" | "fail">,
  order: PayInRow,
  { amount: text, currency }: Money,
): Promise<bigint> {
  const unfit = (why: string) => ctx.fail(receivedUnfit({ amount: text, currency, why }));
  if (currency !== order.currency) unfit(`the order is in ${order.currency}`);
  const { digits } = await requireCurrency(ctx, currency);
  const amount =
    minorUnits(text, digits) ?? ctx.fail(amountTooPrecise({ amount: text, currency, digits }));
  if (amount <= 0n) unfit("something must have come");
  if (amount > 2n ** 62n) unfit("no order is worth so much");
  return amount;
}
