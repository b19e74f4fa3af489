import {
  type DomainError,
  sandboxTermsUnfit,
  settlementCurrency,
  type StoreTerms,
} from "@mainstay/contracts";
import { directions, storeTerms } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { StoreRow } from "../stores/store-view.ts";
import { saveTerms } from "../terms/save-terms.ts";
import { termsView } from "../terms/terms-view.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

/** What a store pays that has agreed on nothing yet. */
const feePercent = "5";

/** What was agreed stays, also where it was ended. */
export async function supplyTerms(
  ctx: SupplyCtx,
  { store, currency, method }: { store: StoreRow; currency: string; method: string },
  note: Note,
): Promise<z.input<typeof StoreTerms>[]> {
  const { id: storeId, merchantId } = store;
  const rows = await ctx.db
    .select()
    .from(storeTerms)
    .where(
      and(
        eq(storeTerms.storeId, storeId),
        eq(storeTerms.currency, currency),
        eq(storeTerms.method, method),
      ),
    );
  const as = {
    ...madeBy(ctx, merchantId),
    fail: (error: DomainError) => unfit(ctx, storeId, error),
  };
  const all: z.input<typeof StoreTerms>[] = [];
  for (const direction of directions) {
    const row = rows.find((one) => one.direction === direction);
    if (row) {
      all.push(await termsView(ctx.reference, row));
      continue;
    }
    const saved = await saveTerms(as, {
      storeId,
      direction,
      currency,
      method,
      min: { amount: "1", currency },
      max: { amount: "1000000", currency },
      feePercent,
      feeFixed: { amount: "0", currency: settlementCurrency },
      active: true,
    });
    all.push(saved);
  }
  if (rows.length < directions.length) note("terms");
  return all;
}

/** Other traders may cost more; who and how much is not for merchants to know. */
function unfit(ctx: SupplyCtx, storeId: string, error: DomainError): never {
  if (error.reason !== "payments.fee_parts_exceed") throw error;
  return ctx.fail(sandboxTermsUnfit({ storeId, fee: feePercent }));
}
