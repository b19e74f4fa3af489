import { type Money, movementCurrencyUnfit, settlementCurrency } from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";
import { minorOf } from "../amount.ts";

/** In the smallest unit of the settlement currency; no other is taken. */
export async function settlementAmount(
  ctx: Parameters<typeof minorOf>[0] & Pick<Ctx<"payments.movement_currency_unfit">, "fail">,
  money: Money,
): Promise<bigint> {
  const { currency } = money;
  if (currency !== settlementCurrency)
    ctx.fail(movementCurrencyUnfit({ currency, kept: settlementCurrency }));
  return minorOf(ctx, money);
}
