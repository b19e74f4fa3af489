import {
  type AccountRef,
  clearingOf,
  type DomainError,
  merchantBalance,
  payInReleased,
  payInSettled,
  payInSettledLate,
  platformFees,
  platformOwner,
  platformRounding,
  settlementCurrency,
  teamEarnings,
  traderCollateral,
  traderEarnings,
  traderReceivable,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import { journalId, postJournal, type Poster, settleHold, voidHold } from "../../ledger/index.ts";
import { availableOn, least, untilBorne } from "../orders/give-back.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { type Parts, partsOf } from "./pay-in-value.ts";

/**
 * Pays everybody their part: of what is held; or where nothing is, as it came late, of what the collateral bears
 * by now, and of what the trader owes from then on.
 */
export async function settlePayIn(
  ctx: Poster,
  tx: Tx,
  order: PayInRow,
  { value, taken }: { readonly value: bigint; readonly taken: bigint },
): Promise<string> {
  const { id: orderId } = order;
  const id = journalId("pay_in", orderId, "settled", String(order.version));
  const ref = `pay_in:${orderId}` as const;
  const to = paidTo(order, partsOf(order, value, taken));
  if (order.holdId !== null) {
    await settleHold(ctx, tx, { id, kind: payInSettled, ref, hold: order.holdId, to });
    return id;
  }
  const clearing = clearingOf(settlementCurrency);
  const collateral = traderCollateral.of(traderOf(order), settlementCurrency);
  const owed = traderReceivable.of(traderOf(order), settlementCurrency);
  const paid = to.map(({ account, amount }) => ({ debit: clearing, credit: account, amount }));
  const fail = (error: DomainError): never => {
    throw error;
  };
  await untilBorne(async () => {
    const borne = least(taken, await availableOn(tx, collateral));
    const legs = [
      { debit: collateral, credit: clearing, amount: borne },
      { debit: owed, credit: clearing, amount: taken - borne },
      ...paid,
    ].filter(({ amount }) => amount > 0n);
    await postJournal({ reference: ctx.reference, fail }, tx, {
      id,
      kind: payInSettledLate,
      ref,
      legs,
    });
  });
  return id;
}

/** Gives the trader back what was held. */
export async function releaseHold(ctx: Poster, tx: Tx, order: PayInRow): Promise<void> {
  if (order.holdId === null) return;
  await voidHold(ctx, tx, {
    id: journalId("pay_in", order.id, "released", String(order.version)),
    kind: payInReleased,
    ref: `pay_in:${order.id}`,
    hold: order.holdId,
  });
}

/** The accounts of an order's parts; what is nothing moves nothing. */
export function paidTo(
  order: PayInRow,
  parts: Parts,
): { readonly account: AccountRef; readonly amount: bigint }[] {
  const of = settlementCurrency;
  return [
    { account: merchantBalance.of(order.merchantId, of), amount: parts.merchant },
    { account: traderEarnings.of(traderOf(order), of), amount: parts.trader },
    { account: teamEarnings.of(teamOf(order), of), amount: parts.team },
    { account: platformFees.of(platformOwner, of), amount: parts.platform },
    { account: platformRounding.of(platformOwner, of), amount: parts.rounding },
  ].filter(({ amount }) => amount > 0n);
}

export function traderOf({ id, traderId }: PayInRow): string {
  if (traderId === null) throw new Error(`the pay-in ${id} has no trader`);
  return traderId;
}
export function teamOf({ id, teamId }: PayInRow): string {
  if (teamId === null) throw new Error(`the pay-in ${id} has no team`);
  return teamId;
}
