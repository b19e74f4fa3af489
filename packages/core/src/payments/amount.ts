import { amountTooLarge, amountTooPrecise, type Money } from "@mainstay/contracts";
import type { Ctx } from "../context.ts";
import { minorUnits } from "../money.ts";
import { requireCurrency } from "../platform/index.ts";

type Reason =
  | "platform.currency_unknown"
  | typeof amountTooPrecise.reason
  | typeof amountTooLarge.reason;

const most = 2n ** 63n - 1n;

/** What was said, in the currency's smallest unit, as far as the tables have room for it. */
export async function minorOf(
  ctx: Pick<Ctx<Reason>, "reference" | "fail">,
  { amount, currency }: Money,
): Promise<bigint> {
  const { digits } = await requireCurrency(ctx, currency);
  const minor =
    minorUnits(amount, digits) ?? ctx.fail(amountTooPrecise({ amount, currency, digits }));
  if (minor > most || minor < -most) ctx.fail(amountTooLarge({ amount, most: String(most) }));
  return minor;
}
