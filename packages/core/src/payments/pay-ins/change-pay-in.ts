import { type DomainError, payInChanged, type PayInState, payInState } from "@mainstay/contracts";
import { orderEvents, payIns, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { publish, type ReferenceReader } from "../../platform/index.ts";
import { recordMerchantEvent } from "../events/record-event.ts";
import { now } from "../orders/moments.ts";
import type { PayInRow } from "./pay-in-row.ts";
import { merchantPayIn } from "./pay-in-view.ts";
import { endedStates, type PayInEvent, payInTransitions } from "./transitions.ts";

export interface Changer {
  readonly reference: ReferenceReader;
  readonly fail: (error: DomainError<"payments.pay_in_state">) => never;
}
/** Where the row was locked in a state that the event is possible in. */
export const possible = (reference: ReferenceReader): Changer => ({
  reference,
  fail(error) {
    throw error;
  },
});
export interface Change {
  readonly event: PayInEvent;
  /** Where the event leads to several. */
  readonly to?: PayInState;
  readonly by: string;
  readonly why?: string;
  readonly set?: PgUpdateSetSource<typeof payIns>;
}

/** Refuses what the table of transitions does not have. */
export function requirePossible(
  ctx: Pick<Changer, "fail">,
  row: PayInRow,
  event: PayInEvent,
): void {
  const from: readonly PayInState[] = payInTransitions[event].from;
  if (!from.includes(row.state)) ctx.fail(payInState({ orderId: row.id, state: row.state, event }));
}

/** The only way a pay-in changes: a row that was locked, its history, and whoever is told, in one transaction. */
export async function changePayIn(
  ctx: Changer,
  tx: Tx,
  row: PayInRow,
  { event, to = payInTransitions[event].to[0], by, why, set = {} }: Change,
): Promise<PayInRow> {
  requirePossible(ctx, row, event);
  const version = row.version + 1;
  const [changed] = await tx
    .update(payIns)
    .set({ deadline: null, ...set, state: to, version, endedAt: endedStates.has(to) ? now : null })
    .where(and(eq(payIns.id, row.id), eq(payIns.version, row.version)))
    .returning();
  if (!changed) throw new Error(`the pay-in ${row.id} changed though it was locked`);
  await noteChange(ctx, tx, changed, { event, from: row.state, by, why: why ?? null });
  return changed;
}

/** A row of its history, the word to whoever watches, and the event for its merchant. */
export async function noteChange(
  { reference }: Pick<Changer, "reference">,
  tx: Tx,
  row: PayInRow,
  change: { event: string; from: PayInState | null; by: string; why: string | null },
): Promise<void> {
  await tx.insert(orderEvents).values({
    ...change,
    at: now,
    orderId: row.id,
    sequence: row.version,
    orderKind: "pay_in",
    to: row.state,
  });
  await publish(tx, payInChanged, { orderId: row.id, sequence: row.version });
  await recordMerchantEvent(tx, {
    type: `pay_in.${row.state}`,
    sequence: row.version,
    merchantId: row.merchantId,
    storeId: row.storeId,
    objectId: row.id,
    data: await merchantPayIn(reference, row),
  });
}
