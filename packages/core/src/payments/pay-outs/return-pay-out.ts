import {
  merchantBalance,
  payOutReturned,
  platformFees,
  platformOwner,
  platformRounding,
  settlementCurrency as of,
  teamEarnings,
  teamReceivable,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { journalId, type Poster } from "../../ledger/index.ts";
import { giveBack } from "../orders/give-back.ts";
import { type PayOutRow, senderOf } from "./pay-out-row.ts";

/** The money is the trader's again, so the merchant has value and fee again. */
export async function returnPayOut(
  ctx: Pick<Poster, "reference">,
  tx: Tx,
  order: PayOutRow,
): Promise<void> {
  const { traderId, teamId } = senderOf(order);
  if (order.settlementId === null) throw new Error(`the pay-out ${order.id} was never settled`);
  const owing = traderReceivable.of(traderId, of);
  await giveBack(ctx, tx, {
    id: journalId("pay_out", order.id, "returned", String(order.version)),
    kind: payOutReturned,
    ref: `pay_out:${order.id}`,
    settlementId: order.settlementId,
    currency: of,
    gaveTo: [
      { from: traderCollateral.of(traderId, of), owing },
      { from: traderEarnings.of(traderId, of), owing },
      { from: teamEarnings.of(teamId, of), owing: teamReceivable.of(teamId, of) },
      { from: platformFees.of(platformOwner, of), owing: null },
      { from: platformRounding.of(platformOwner, of), owing: null },
    ],
    to: (sum) =>
      Promise.resolve([{ account: merchantBalance.of(order.merchantId, of), amount: sum }]),
  });
}
