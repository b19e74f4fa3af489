import { payOutOfferSeconds } from "@mainstay/contracts";
import {
  payOutOffers,
  payOuts,
  requisites,
  teams,
  traders,
  traderTurns,
  type Tx,
} from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { ReferenceReader, SettingsReader } from "../../platform/index.ts";
import { mayServe } from "../orders/may-serve.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { passTurn } from "../orders/turns.ts";
import { shareDown } from "../percent.ts";
import { type Changer, changePayOut } from "./change-pay-out.ts";
import type { PayOutRow } from "./pay-out-row.ts";

/** It is locked, and being looked for. */
const possible = (reference: ReferenceReader): Changer => ({
  reference,
  fail(error) {
    throw error;
  },
});

interface Candidate {
  readonly traderId: string;
  readonly teamId: string;
  readonly feeOut: number;
  readonly commissionOut: number;
  readonly weight: number;
}

/**
 * Offers the order to the trader whose turn it is, or leaves it as it is. Traders that others are looking at
 * right now are skipped: the order is looked at again. Who was asked before and let it pass comes after all others.
 */
export async function offerPayOut(
  ctx: { readonly settings: SettingsReader; readonly reference: ReferenceReader },
  tx: Tx,
  order: PayOutRow,
  by: string,
): Promise<PayOutRow> {
  const candidate =
    (await nextTrader(tx, order, neverAsked(order))) ?? (await nextTrader(tx, order, asked(order)));
  if (!candidate) return order;
  const { traderId, teamId } = candidate;
  await passTurn(tx, order, traderId, candidate.weight);
  await tx
    .insert(payOutOffers)
    .values({ orderId: order.id, traderId, declined: false, at: now })
    .onConflictDoUpdate({
      target: [payOutOffers.orderId, payOutOffers.traderId],
      set: { at: now },
    });
  return changePayOut(possible(ctx.reference), tx, order, {
    event: "offer",
    by,
    set: {
      traderId,
      teamId,
      traderFee: shareDown(order.value, candidate.feeOut),
      commission: shareDown(order.value, candidate.commissionOut),
      deadline: inMinutes((await ctx.settings.get(payOutOfferSeconds)) / 60),
    },
  });
}

/** In the order of turns, from an index; the first that fits ends the search. */
async function nextTrader(
  tx: Tx,
  order: PayOutRow,
  before: ReturnType<typeof asked>,
): Promise<Candidate | undefined> {
  const [row] = await tx
    .select({
      traderId: traders.id,
      teamId: traders.teamId,
      feeOut: traders.feeOut,
      commissionOut: teams.commissionOut,
      weight: traders.weight,
    })
    .from(traderTurns)
    .innerJoin(traders, eq(traders.id, traderTurns.traderId))
    .innerJoin(teams, eq(teams.id, traders.teamId))
    .where(
      and(
        eq(traderTurns.ready, true),
        eq(traderTurns.currency, order.currency),
        eq(traderTurns.method, order.method),
        eq(traders.state, "active"),
        eq(teams.state, "active"),
        sql`${traders.onlineUntil} > now()`,
        // What trader and lead get comes from the merchant's fee.
        sql`(${traders.feeOut} + ${teams.commissionOut})::numeric * ${order.value}::bigint <= ${order.merchantFee}::numeric * 1000000`,
        mayServe(order.storeId),
        before,
        // Nobody is paid for sending to himself.
        sql`not exists (select from ${requisites} where ${requisites.traderId} = ${traders.id} and ${requisites.numberHash} = ${order.numberHash})`,
        sql`(select count(*) from ${payOuts} p where p.trader_id = ${traders.id}
              and p.state in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support')) < ${traders.parallelCap}`,
      ),
    )
    .orderBy(traderTurns.turn, traderTurns.traderId)
    .limit(1)
    .for("no key update", { of: [traderTurns, traders], skipLocked: true });
  return row;
}

const neverAsked = ({ id }: PayOutRow) =>
  sql`not exists (select from ${payOutOffers} o where o.order_id = ${id} and o.trader_id = ${traders.id})`;
const asked = ({ id }: PayOutRow) =>
  sql`exists (select from ${payOutOffers} o where o.order_id = ${id} and o.trader_id = ${traders.id} and not o.declined)`;
