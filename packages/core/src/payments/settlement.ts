import { settlementCurrency } from "@mainstay/contracts";
import type { KnownCurrency, ReferenceReader } from "../platform/index.ts";

/** What merchants, traders and leads are owed in, with its digits. */
export async function settlementOf(reference: ReferenceReader): Promise<KnownCurrency> {
  const known = await reference.currency(settlementCurrency);
  if (!known) throw new Error(`the reference data lacks ${settlementCurrency}`);
  return known;
}
