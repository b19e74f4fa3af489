import type { StoreTerms } from "@mainstay/contracts";
import type { storeTerms } from "@mainstay/db";
import type { z } from "zod";
import { moneyOf } from "../../money.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { percentOf } from "../percent.ts";
import { settlementOf } from "../settlement.ts";

export type TermsRow = typeof storeTerms.$inferSelect;

export async function termsView(
  reference: ReferenceReader,
  row: TermsRow,
): Promise<z.input<typeof StoreTerms>> {
  const { storeId, direction, currency, method, active } = row;
  const known = await reference.currency(currency);
  if (!known) throw new Error(`the store ${storeId} has terms in ${currency}, which is not known`);
  return {
    storeId,
    direction,
    currency,
    method,
    min: moneyOf(row.minAmount, known),
    max: moneyOf(row.maxAmount, known),
    feePercent: percentOf(row.feeMillionths),
    feeFixed: moneyOf(row.feeFixed, await settlementOf(reference)),
    active,
  };
}
