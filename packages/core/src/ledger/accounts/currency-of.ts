import type { KnownCurrency, ReferenceReader } from "../../platform/index.ts";

/** An account's currency is in the reference data: its row refers to it. */
export async function currencyOf(reference: ReferenceReader, code: string): Promise<KnownCurrency> {
  const known = await reference.currency(code);
  if (!known) throw new Error(`the ledger has accounts in ${code}, which the reference data lacks`);
  return known;
}
