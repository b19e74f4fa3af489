import {
  externalAccount,
  platformOwner,
  sandboxSupplied,
  settlementCurrency as of,
  traderCollateral,
} from "@mainstay/contracts";
import { v7 } from "uuid";
import { balanceOf, postJournal } from "../../ledger/index.ts";
import { settlementOf } from "../settlement.ts";
import { madeBy } from "./made-by.ts";
import type { Note, SupplyCtx } from "./supply.ts";

/** In USDT: for many large orders. */
const full = 1_000_000n;

/** Filled up once half of it is held or gone. The trader's row is locked, so of two who ask one fills it. */
export async function supplyCollateral(
  ctx: SupplyCtx,
  { merchantId, traderId }: { readonly merchantId: string; readonly traderId: string },
  note: Note,
): Promise<bigint> {
  const { digits } = await settlementOf(ctx.reference);
  const enough = full * 10n ** BigInt(digits);
  const account = traderCollateral.of(traderId, of);
  const { available } = await balanceOf(ctx.db, account);
  if (available * 2n > enough) return available;
  const amount = enough - available;
  await postJournal(madeBy(ctx, merchantId), ctx.db, {
    id: v7(),
    kind: sandboxSupplied,
    ref: `trader:${traderId}`,
    legs: [{ debit: externalAccount.of(platformOwner, of), credit: account, amount }],
  });
  note("collateral");
  return enough;
}
