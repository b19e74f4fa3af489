import {
  payOutReleased,
  payOutSettled,
  platformFees,
  platformOwner,
  platformRounding,
  settlementCurrency as of,
  teamEarnings,
  traderCollateral,
  traderEarnings,
} from "@mainstay/contracts";
import { traderTurns, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { journalId, type Poster, settleHold, voidHold } from "../../ledger/index.ts";
import { turnOf } from "../orders/turns.ts";
import { type Changer, changePayOut } from "./change-pay-out.ts";
import { type PayOutRow, senderOf } from "./pay-out-row.ts";

/** It was sent: the trader gets back what he sent, and everybody their part of the fee. */
export async function completePayOut(
  ctx: Changer & Poster,
  tx: Tx,
  row: PayOutRow,
  change: {
    readonly event: "accept_proof" | "resolve_sent";
    readonly by: string;
    readonly why?: string;
  },
): Promise<PayOutRow> {
  const { traderId, teamId, traderFee, commission } = senderOf(row);
  // Before the accounts, as matching locks them in that order.
  await countTurn(tx, row, "done");
  const settlementId = journalId("pay_out", row.id, "settled", String(row.version));
  await settleHold(ctx, tx, {
    id: settlementId,
    kind: payOutSettled,
    ref: `pay_out:${row.id}`,
    hold: row.holdId,
    to: [
      { account: traderCollateral.of(traderId, of), amount: row.worth },
      { account: traderEarnings.of(traderId, of), amount: traderFee },
      { account: teamEarnings.of(teamId, of), amount: commission },
      {
        account: platformFees.of(platformOwner, of),
        amount: row.merchantFee - traderFee - commission,
      },
      { account: platformRounding.of(platformOwner, of), amount: row.value - row.worth },
    ].filter(({ amount }) => amount > 0n),
  });
  return changePayOut(ctx, tx, row, { ...change, set: { settlementId } });
}

/** Gives the merchant back what was held. */
export async function releaseFunds(ctx: Poster, tx: Tx, order: PayOutRow): Promise<void> {
  await voidHold(ctx, tx, {
    id: journalId("pay_out", order.id, "released"),
    kind: payOutReleased,
    ref: `pay_out:${order.id}`,
    hold: order.holdId,
  });
}

/** Who sends what he accepted is asked the sooner the next time. */
export async function countTurn(tx: Tx, order: PayOutRow, as: "done" | "failed"): Promise<void> {
  if (order.traderId === null) return;
  await tx
    .update(traderTurns)
    .set({ [as]: sql`${traderTurns[as]} + 1` })
    .where(turnOf(order, order.traderId));
}
