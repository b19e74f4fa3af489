import { type DomainError, payInChanged, type PayInState, payInState } from "@mainstay/contracts";
import { payIns, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { publish, type ReferenceReader } from "../../platform/index.ts";
import { now } from "../orders/moments.ts";
import { type Happened, recordChange } from "../orders/record-change.ts";
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
    .set({ deadline: null, ...set, state: to, version, endedAt: endOf(row, event, to) })
    .where(and(eq(payIns.id, row.id), eq(payIns.version, row.version)))
    .returning();
  if (!changed) throw new Error(`the pay-in ${row.id} changed though it was locked`);
  await noteChange(ctx, tx, changed, { event, from: row.state, by, why: why ?? null });
  return changed;
}

/** A claim moves nothing to another day: while it is looked into, and where it is not upheld, the end stays as it was. */
function endOf(row: PayInRow, event: PayInEvent, to: PayInState) {
  if (event === "contest" || event === "uphold") return row.endedAt;
  return endedStates.has(to) ? now : null;
}

/** Its history, its merchant and whoever watches are told. */
export async function noteChange(
  { reference }: Pick<Changer, "reference">,
  tx: Tx,
  row: PayInRow,
  happened: Happened,
): Promise<void> {
  const { id: orderId, sessionId } = row;
  publish(tx, payInChanged, { orderId, sequence: row.version, sessionId });
  const data = await merchantPayIn(reference, row);
  recordChange(tx, { kind: "pay_in", order: row, happened, data });
}
