import {
  type amountTooLarge,
  type amountTooPrecise,
  type currencyUnknown,
  type Money,
  requisiteLimitsUnfit,
} from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";
import { minorOf } from "../amount.ts";
import type { RequisiteRow } from "./requisite-view.ts";

export type LimitReason =
  | typeof requisiteLimitsUnfit.reason
  | typeof amountTooPrecise.reason
  | typeof amountTooLarge.reason
  | typeof currencyUnknown.reason;

export type Limits = Pick<RequisiteRow, "minAmount" | "maxAmount" | "daySumCap">;
type SaidLimits = { [K in "min" | "max"]?: Money | undefined } & {
  readonly daySumCap?: Money | null | undefined;
};

/** In the smallest unit of the requisite's currency; what is not said is as it was. */
export async function limitsOf(
  ctx: Pick<Ctx<LimitReason>, "reference" | "fail">,
  currency: string,
  said: SaidLimits,
  before: Limits = { minAmount: 0n, maxAmount: 0n, daySumCap: null },
): Promise<Limits> {
  const unfit = (problem: string): never => ctx.fail(requisiteLimitsUnfit({ problem }));
  const amountOf = async (name: string, money: Money): Promise<bigint> => {
    if (money.currency !== currency) unfit(`${name} is in ${money.currency}, not in ${currency}`);
    const amount = await minorOf(ctx, money);
    if (amount <= 0n) unfit(`${name} is not above zero`);
    return amount;
  };
  const { min, max, daySumCap } = said;
  const limits: Limits = {
    minAmount: min ? await amountOf("min", min) : before.minAmount,
    maxAmount: max ? await amountOf("max", max) : before.maxAmount,
    daySumCap: daySumCap ? await amountOf("daySumCap", daySumCap) : before.daySumCap,
  };
  if (limits.minAmount > limits.maxAmount) unfit("min is above max");
  return daySumCap === null ? { ...limits, daySumCap: null } : limits;
}
