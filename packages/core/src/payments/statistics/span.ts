import {
  statisticDays,
  statisticRows,
  statisticSpanUnfit,
  statisticTooLarge,
} from "@mainstay/contracts";
import type { Ctx } from "../../context.ts";

type Reason = typeof statisticSpanUnfit.reason | typeof statisticTooLarge.reason;

export function requireSpan(
  { fail }: Pick<Ctx<Reason>, "fail">,
  { from, until }: { readonly from: string; readonly until: string },
): { readonly from: Date; readonly until: Date } {
  const span = { from: new Date(from), until: new Date(until) };
  const days = (span.until.getTime() - span.from.getTime()) / 86_400_000;
  if (days <= 0 || days > statisticDays)
    fail(statisticSpanUnfit({ from, until, most: statisticDays }));
  return span;
}

/** `rows` were asked for with one more than an answer holds. */
export function requireFew<R>(
  { fail }: Pick<Ctx<Reason>, "fail">,
  rows: readonly R[],
): readonly R[] {
  if (rows.length > statisticRows) fail(statisticTooLarge({ most: statisticRows }));
  return rows;
}
