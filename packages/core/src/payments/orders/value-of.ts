import { settlementCurrency } from "@mainstay/contracts";
import { convert, type ReferenceReader, type Rounding } from "../../platform/index.ts";

/** What a sum in the payer's currency is worth in USDT, at the order's own rate. */
export async function valueOf(
  ctx: { readonly reference: ReferenceReader },
  order: { readonly currency: string; readonly rate: string },
  amount: bigint,
  rounding: Rounding,
): Promise<bigint> {
  if (order.currency === settlementCurrency) return amount;
  return convert(amount, {
    fromDigits: await digitsOf(ctx.reference, order.currency),
    toDigits: await digitsOf(ctx.reference, settlementCurrency),
    rate: order.rate,
    direction: "quote_to_base",
    rounding,
  });
}

export async function digitsOf(reference: ReferenceReader, currency: string): Promise<number> {
  const known = await reference.currency(currency);
  if (!known) throw new Error(`the currency ${currency} of an order is not known`);
  return known.digits;
}
