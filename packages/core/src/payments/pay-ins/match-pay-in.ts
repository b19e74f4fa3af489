import { payMinutes, settlementCurrency } from "@mainstay/contracts";
import { payIns, requisites, stores, teams, traders, traderTurns, type Tx } from "@mainstay/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { KeyKind } from "../../identity/index.ts";
import type { ReferenceReader, SettingsReader } from "../../platform/index.ts";
import type { Sealer } from "../../ports.ts";
import { mayServe } from "../orders/may-serve.ts";
import { rowByRow } from "../orders/row-by-row.ts";
import { passTurn } from "../orders/turns.ts";
import { shareDown } from "../percent.ts";
import { requisiteNumberPurpose } from "../requisites/number.ts";
import { inMinutes, now } from "../orders/moments.ts";
import { changePayIn, possible } from "./change-pay-in.ts";
import { type Claimed, claimRequisite, fits, hasFreeSum, Unfit } from "./claim-requisite.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { valueOf } from "../orders/value-of.ts";

/** What was shown to a payer, sealed. */
export const shownPurpose = "pay_ins.shown";
/** Whoever loses so many candidates to others in one look leaves the order to the next. */
const mostTries = 5;

export interface Matcher {
  readonly reference: ReferenceReader;
  readonly settings: SettingsReader;
  readonly sealer: Sealer;
  readonly keyKind: KeyKind;
}
interface Candidate {
  readonly traderId: string;
  readonly teamId: string;
  readonly feeIn: number;
  readonly commissionIn: number;
  readonly weight: number;
  readonly parallelCap: number;
}

/**
 * Gives the order to the trader whose turn it is and who can take it, or leaves it as it is. Traders that
 * others are looking at right now are skipped: the order is looked at again.
 */
export async function matchPayIn(
  ctx: Matcher,
  tx: Tx,
  order: PayInRow,
  by: string,
): Promise<PayInRow> {
  const [store] = await tx.select().from(stores).where(eq(stores.id, order.storeId));
  const sumShiftMost = store?.sumShiftMost ?? 0;
  const tried: string[] = [];
  while (tried.length < mostTries) {
    const candidate = await nextTrader(ctx, tx, order, { tried, sumShiftMost });
    if (!candidate) return order;
    tried.push(candidate.traderId);
    if (await isFull(tx, candidate)) continue;
    const claimed = await claim(ctx, tx, order, { ...candidate, sumShiftMost });
    if (claimed) return assign(ctx, tx, order, candidate, claimed, by);
  }
  return order;
}

/** In the order of turns, from an index; the first that fits ends the search. */
async function nextTrader(
  ctx: Matcher,
  tx: Tx,
  order: PayInRow,
  { tried, sumShiftMost }: { readonly tried: readonly string[]; readonly sumShiftMost: number },
): Promise<Candidate | undefined> {
  const held = await valueOf(ctx, order, order.amount, "up");
  const [row] = await tx
    .select({
      traderId: traders.id,
      teamId: traders.teamId,
      feeIn: traders.feeIn,
      commissionIn: teams.commissionIn,
      weight: traders.weight,
      parallelCap: traders.parallelCap,
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
            sql`${traders.id} <> all (${sql.param(tried)}::uuid[])`,
            // What trader and lead get comes from the merchant's fee.
            sql`(${traders.feeIn} + ${teams.commissionIn})::numeric * ${order.value}::bigint <= ${order.merchantFee}::numeric * 1000000`,
            mayServe(order.storeId, ctx.keyKind),
            hasCollateral(held),
            sql`(select count(*) from ${payIns} p where p.trader_id = ${traders.id}
              and p.state in ('assigned', 'paid_claimed', 'amount_review', 'disputed', 'late_review')) < ${traders.parallelCap}`,
            sql`coalesce((select true from ${requisites} where ${requisites.traderId} = ${traders.id} and ${fits(order)} and ${hasFreeSum(order, sumShiftMost)} limit 1), false)`,
          ),
        ),
      ),
    )
    .orderBy(traderTurns.turn, traderTurns.traderId)
    .limit(1)
    .for("no key update", { of: [traderTurns, traders], skipLocked: true });
  return row;
}

/** Looked at again by a statement that sees what was committed before the lock was had. */
async function isFull(tx: Tx, { traderId, parallelCap }: Candidate): Promise<boolean> {
  const live = and(eq(payIns.traderId, traderId), inArray(payIns.state, [...liveStates]));
  return (await tx.$count(payIns, live)) >= parallelCap;
}
const liveStates = [
  "assigned",
  "paid_claimed",
  "amount_review",
  "disputed",
  "late_review",
] as const;

/** As it stands now; what counts is whether the hold can be made. */
const hasCollateral = (held: bigint) =>
  sql`coalesce((select true from ledger_accounts a where a.owner_kind = 'trader' and a.owner_id = ${traders.id}
        and a.purpose = 'collateral' and a.currency = ${settlementCurrency}
        and a.credits_posted - a.debits_posted - a.debits_pending >= ${held}::bigint limit 1), false)`;

/** All of it or nothing: what could not be had whole is undone to the savepoint. */
async function claim(
  ctx: Matcher,
  tx: Tx,
  order: PayInRow,
  from: { readonly traderId: string; readonly sumShiftMost: number },
): Promise<Claimed | null> {
  const except: string[] = [];
  while (except.length < mostTries) {
    try {
      return await tx.transaction((savepoint) =>
        claimRequisite(ctx, savepoint, order, { ...from, except }),
      );
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      if (error.requisiteId === null) return null;
      except.push(error.requisiteId);
    }
  }
  return null;
}

async function assign(
  ctx: Matcher,
  tx: Tx,
  order: PayInRow,
  candidate: Candidate,
  { requisite, payable, held, holdId }: Claimed,
  by: string,
): Promise<PayInRow> {
  await passTurn(tx, order, candidate.traderId, candidate.weight);
  const number = ctx.sealer.open(requisiteNumberPurpose, requisite.numberSealed);
  return changePayIn(possible(ctx.reference), tx, order, {
    event: "assign",
    by,
    set: {
      traderId: candidate.traderId,
      teamId: candidate.teamId,
      requisiteId: requisite.id,
      payable,
      held,
      holdId,
      traderFee: shareDown(order.value, candidate.feeIn),
      commission: shareDown(order.value, candidate.commissionIn),
      shown: {
        method: requisite.method,
        bank: requisite.bank,
        number: requisite.numberMasked,
        holder: requisite.holder,
      },
      shownSealed: ctx.sealer.seal(shownPurpose, number),
      assignedAt: now,
      deadline: inMinutes(await ctx.settings.get(payMinutes)),
    },
  });
}
