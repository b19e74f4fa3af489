import {
  type DomainError,
  payInHeld,
  settlementCurrency,
  traderCollateral,
} from "@mainstay/contracts";
import { requisiteDays, requisites, requisiteSlots, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import { hold, journalId } from "../../ledger/index.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { valueOf } from "../orders/value-of.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { countDay, today } from "./requisite-day.ts";

type RequisiteRow = typeof requisites.$inferSelect;

export interface Claimed {
  readonly requisite: RequisiteRow;
  readonly payable: bigint;
  readonly held: bigint;
  readonly holdId: string;
}

/** It fitted when it was looked for, and does not now. Without a requisite the trader has no other. */
export class Unfit extends Error {
  readonly requisiteId: string | null;
  constructor(requisiteId: string | null) {
    super("another is to be looked for");
    this.requisiteId = requisiteId;
  }
}

/**
 * Takes a requisite of this trader for the order: a place on it, a sum that no other live order asks for, a
 * place within the day, and the collateral. Whoever cannot get all of it throws `Unfit`, and must undo the rest.
 */
export async function claimRequisite(
  ctx: { readonly reference: ReferenceReader },
  tx: Tx,
  order: PayInRow,
  from: {
    readonly traderId: string;
    readonly sumShiftMost: number;
    readonly except: readonly string[];
  },
): Promise<Claimed> {
  const requisite = await lockFitting(tx, order, from);
  if (!requisite) throw new Unfit(null);
  const payable = await takeSlot(tx, order, requisite, from.sumShiftMost);
  if (!(await countDay(tx, requisite, payable))) throw new Unfit(requisite.id);
  await tx
    .update(requisites)
    .set({ liveOrders: sql`${requisites.liveOrders} + 1`, lastAssignedAt: sql`now()` })
    .where(eq(requisites.id, requisite.id));
  const held = await valueOf(ctx, order, payable, "up");
  const holdId = await holdCollateral(ctx, tx, order, { traderId: from.traderId, held });
  return { requisite, payable, held, holdId };
}

async function lockFitting(
  tx: Tx,
  order: PayInRow,
  {
    traderId,
    sumShiftMost,
    except,
  }: {
    readonly traderId: string;
    readonly sumShiftMost: number;
    readonly except: readonly string[];
  },
): Promise<RequisiteRow | undefined> {
  const [row] = await tx
    .select()
    .from(requisites)
    .where(
      and(eq(requisites.traderId, traderId), fits(order, except), hasFreeSum(order, sumShiftMost)),
    )
    .orderBy(sql`${requisites.lastAssignedAt} nulls first`, requisites.id)
    .limit(1)
    .for("no key update", { skipLocked: true });
  return row;
}

/** What makes a requisite right for an order, but for its trader. */
export const fits = (order: PayInRow, except: readonly string[] = []) =>
  and(
    eq(requisites.currency, order.currency),
    eq(requisites.method, order.method),
    eq(requisites.state, "active"),
    order.bank === null ? undefined : eq(requisites.bank, order.bank),
    sql`${order.amount}::bigint between ${requisites.minAmount} and ${requisites.maxAmount}`,
    sql`${requisites.liveOrders} < ${requisites.parallelCap}`,
    sql`coalesce(${requisites.lastAssignedAt} + ${requisites.coolDownSeconds} * interval '1 second' <= now(), true)`,
    sql`not exists (
      select from ${requisiteDays} d where d.requisite_id = ${requisites.id} and d.day = ${today}
         and (d.count >= ${requisites.dayCountCap} or d.sum + ${order.amount}::bigint > ${requisites.daySumCap}))`,
    sql`coalesce(${order.amount}::bigint <= ${requisites.daySumCap}, true)`,
    except.length === 0 ? undefined : sql`${requisites.id} <> all (${sql.param(except)}::uuid[])`,
  );

/** Whether some sum that the order may ask for is asked for by no other on the requisite. */
export const hasFreeSum = (order: PayInRow, most: number) => sql`exists (
  select from generate_series(${order.amount}::bigint, least(${order.amount}::bigint + ${most}::int, ${requisites.maxAmount})) s (payable)
   where not exists (select from ${requisiteSlots} x where x.requisite_id = ${requisites.id} and x.payable = s.payable
                        and (x.released_at is null or x.released_at > now())))`;

/** The order's sum, or the least above it that is free. The requisite is locked, so nobody takes it meanwhile. */
async function takeSlot(
  tx: Tx,
  order: PayInRow,
  requisite: RequisiteRow,
  most: number,
): Promise<bigint> {
  const highest = order.amount + BigInt(most);
  const end = highest < requisite.maxAmount ? highest : requisite.maxAmount;
  const { rows } = await tx.execute<{ payable: string }>(sql`
    insert into ${requisiteSlots} (requisite_id, payable, order_id, released_at)
    select ${requisite.id}::uuid, s.payable, ${order.id}::uuid, null
      from generate_series(${order.amount}::bigint, ${end}::bigint) s (payable)
     where not exists (
       select from ${requisiteSlots} x where x.requisite_id = ${requisite.id}::uuid and x.payable = s.payable
          and (x.released_at is null or x.released_at > now()))
     order by s.payable limit 1
    on conflict (requisite_id, payable) do update set order_id = excluded.order_id, released_at = null
     where requisite_slots.released_at <= now()
    returning payable`);
  const [taken] = rows;
  if (!taken) throw new Unfit(requisite.id);
  return BigInt(taken.payable);
}

/** A hold that is refused has written nothing. */
export async function holdCollateral(
  ctx: { readonly reference: ReferenceReader },
  tx: Tx,
  order: PayInRow,
  { traderId, held }: { readonly traderId: string; readonly held: bigint },
): Promise<string> {
  const id = journalId("pay_in", order.id, "held", String(order.version));
  const fail = (error: DomainError): never => {
    if (error.reason === "ledger.insufficient_funds") throw new Unfit(null);
    throw error;
  };
  await hold({ reference: ctx.reference, fail }, tx, {
    id,
    kind: payInHeld,
    ref: `pay_in:${order.id}`,
    from: traderCollateral.of(traderId, settlementCurrency),
    amount: held,
  });
  return id;
}
