import { settlementCurrency } from "@mainstay/contracts";
import { ageLimits, currentRate, rateText, setRate, storedRate } from "../../platform/index.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

/** Nobody takes it for a real one. */
const fakeRate = "100";

/** Where there is one it is kept, and said again when it is too old to be used. */
export async function supplyRate(
  ctx: SupplyCtx,
  { merchantId, currency }: { readonly merchantId: string; readonly currency: string },
  note: Note,
): Promise<string> {
  const pair = { base: settlementCurrency, quote: currency };
  const there = await currentRate(ctx.db, pair);
  const limitOf = await ageLimits(ctx.settings);
  if (there && !limitOf(there).isOver(ctx.clock.now())) return rateText(storedRate(there.rate));
  const rate = there ? rateText(storedRate(there.rate)) : fakeRate;
  const said = await setRate(madeBy(ctx, merchantId), { ...pair, rate, confirm: true });
  note("rate");
  return said.rate;
}
