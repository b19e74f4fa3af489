import {
  type In,
  manageTerms,
  type payments,
  settlementCurrency,
  termsCurrencyWrong,
  termsFeeNegative,
  termsLimitsWrong,
} from "@mainstay/contracts";
import { storeTerms } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { minorOf } from "../amount.ts";
import { millionthsOf } from "../percent.ts";
import { requireMethod } from "../require-method.ts";
import { lockStore } from "../stores/require-store.ts";
import { requireFeesFit } from "./fee-parts.ts";
import { type TermsRow, termsView } from "./terms-view.ts";

type Save = typeof payments.terms.save;

export const saveTerms: UseCase<Save> = async (ctx, input) => {
  const target = `store:${input.storeId}`;
  ctx.audit({ target });
  const { id: storeId } = await lockStore(ctx, input.storeId, manageTerms);
  const { direction, currency, method } = input;
  const [before] = await ctx.db
    .select()
    .from(storeTerms)
    .where(
      and(
        eq(storeTerms.storeId, storeId),
        eq(storeTerms.direction, direction),
        eq(storeTerms.currency, currency),
        eq(storeTerms.method, method),
      ),
    );
  // What has come to be unpayable must still be ended.
  if (input.active || !before) await requireMethod(ctx, input);
  const row: TermsRow = { storeId, direction, currency, method, ...(await agreedOf(ctx, input)) };
  await ctx.db
    .insert(storeTerms)
    .values(row)
    .onConflictDoUpdate({
      target: [storeTerms.storeId, storeTerms.direction, storeTerms.currency, storeTerms.method],
      set: row,
    });
  await requireFeesFit(ctx);
  const view = await termsView(ctx.reference, row);
  const from = before ? await termsView(ctx.reference, before) : null;
  ctx.audit({ target, changes: { from, to: view } });
  return view;
};

async function agreedOf(
  ctx: CtxOf<Save>,
  { currency, min, max, feePercent, feeFixed, active }: In<Save>,
): Promise<Omit<TermsRow, "storeId" | "direction" | "currency" | "method">> {
  const asked = [
    { field: "min", money: min, expected: currency },
    { field: "max", money: max, expected: currency },
    { field: "feeFixed", money: feeFixed, expected: settlementCurrency },
  ];
  for (const { field, money, expected } of asked) {
    if (money.currency !== expected)
      ctx.fail(termsCurrencyWrong({ field, currency: money.currency, expected }));
  }
  const minAmount = await minorOf(ctx, min);
  const maxAmount = await minorOf(ctx, max);
  const fixed = await minorOf(ctx, feeFixed);
  if (minAmount <= 0n || minAmount > maxAmount)
    ctx.fail(termsLimitsWrong({ min: min.amount, max: max.amount }));
  if (fixed < 0n) ctx.fail(termsFeeNegative({ amount: feeFixed.amount }));
  const feeMillionths = millionthsOf(feePercent);
  return { minAmount, maxAmount, feeMillionths, feeFixed: fixed, active };
}
