import { storeTraders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { setStoreTrader } from "../store-traders/set-store-trader.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

/** Where a store has chosen who serves it, the sandbox's trader is chosen, too. Who is denied stays so. */
export async function supplyPlace(
  ctx: SupplyCtx,
  ids: { readonly merchantId: string; readonly traderId: string; readonly storeId: string },
  note: Note,
): Promise<void> {
  const { merchantId, storeId, traderId } = ids;
  const rules = await ctx.db
    .select({ traderId: storeTraders.traderId, rule: storeTraders.rule })
    .from(storeTraders)
    .where(eq(storeTraders.storeId, storeId));
  if (rules.every(({ rule }) => rule === "deny")) return;
  if (rules.some((one) => one.traderId === traderId)) return;
  await setStoreTrader(madeBy(ctx, merchantId), { storeId, traderId, rule: "allow" });
  note("place");
}
