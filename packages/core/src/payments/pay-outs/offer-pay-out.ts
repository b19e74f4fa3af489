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
import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import type { KeyKind } from "../../identity/index.ts";
import type { ReferenceReader, SettingsReader } from "../../platform/index.ts";
import { mayServe } from "../orders/may-serve.ts";
import { rowByRow } from "../orders/row-by-row.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { passTurn } from "../orders/turns.ts";
import type { Sealer } from "../../ports.ts";
import { shareDown } from "../percent.ts";
import { hashesOfNumber } from "../requisites/hashes-of-number.ts";
import { isNumberKind } from "../requisites/number.ts";
import { type Changer, changePayOut } from "./change-pay-out.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { destinationPurpose } from "./pay-out-view.ts";

/** It is locked, and being looked for. */
const possible = (reference: ReferenceReader): Changer => ({
  reference,
  fail(error) {
    throw error;
  },
});

interface Offerer {
  readonly settings: SettingsReader;
  readonly reference: ReferenceReader;
  readonly sealer: Sealer;
  readonly keyKind: KeyKind;
}
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
  ctx: Offerer,
  tx: Tx,
  order: PayOutRow,
  by: string,
): Promise<PayOutRow> {
  const hashes = await hashesOf(ctx, tx, order);
  const candidate =
    (await nextTrader(ctx, tx, order, hashes, neverAsked(order))) ??
    (await nextTrader(ctx, tx, order, hashes, asked(order)));
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

/** By what a trader's own requisite of that number may be kept, whatever its method. */
async function hashesOf(
  { reference, sealer }: Offerer,
  tx: Tx,
  { method, numberHash, numberSealed }: PayOutRow,
): Promise<readonly Buffer[]> {
  const { paymentMethods } = await reference.all();
  const kind = paymentMethods.find(({ code }) => code === method)?.kind;
  if (kind === undefined || !isNumberKind(kind)) return [numberHash];
  return hashesOfNumber({ db: tx, sealer }, kind, sealer.open(destinationPurpose, numberSealed));
}

/** In the order of turns, from an index; the first that fits ends the search. */
async function nextTrader(
  { keyKind }: Offerer,
  tx: Tx,
  order: PayOutRow,
  hashes: readonly Buffer[],
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
        rowByRow(
          and(
            sql`${traders.onlineUntil} > now()`,
            // What trader and lead get comes from the merchant's fee.
            sql`(${traders.feeOut} + ${teams.commissionOut})::numeric * ${order.value}::bigint <= ${order.merchantFee}::numeric * 1000000`,
            mayServe(order.storeId, keyKind),
            before,
            // Nobody is paid for sending to himself.
            notExists(
              tx
                .select({ id: requisites.id })
                .from(requisites)
                .where(
                  and(
                    eq(requisites.traderId, traders.id),
                    inArray(requisites.numberHash, [...hashes]),
                  ),
                ),
            ),
            sql`(select count(*) from ${payOuts} p where p.trader_id = ${traders.id}
              and p.state in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support')) < ${traders.parallelCap}`,
          ),
        ),
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
