import {
  type DomainError,
  payOutChanged,
  type PayOutState,
  payOutState,
} from "@mainstay/contracts";
import { payOuts, type Tx } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { publish, type ReferenceReader } from "../../platform/index.ts";
import { now } from "../orders/moments.ts";
import { type Happened, recordChange } from "../orders/record-change.ts";
import type { PayOutRow } from "./pay-out-row.ts";
import { merchantPayOut } from "./pay-out-view.ts";
import { endedStates, type PayOutEvent, payOutTransitions } from "./transitions.ts";

export interface Changer {
  readonly reference: ReferenceReader;
  readonly fail: (error: DomainError<"payments.pay_out_state">) => never;
}
export interface Change {
  readonly event: PayOutEvent;
  /** Where the event leads to several. */
  readonly to?: PayOutState;
  readonly by: string;
  readonly why?: string;
  readonly set?: PgUpdateSetSource<typeof payOuts>;
}

/** Refuses what the table of transitions does not have. */
export function requirePossible(
  ctx: Pick<Changer, "fail">,
  row: PayOutRow,
  event: PayOutEvent,
): void {
  const from: readonly PayOutState[] = payOutTransitions[event].from;
  if (!from.includes(row.state))
    ctx.fail(payOutState({ orderId: row.id, state: row.state, event }));
}

/** The only way a pay-out changes: a row that was locked, its history, and whoever is told, in one transaction. */
export async function changePayOut(
  ctx: Changer,
  tx: Tx,
  row: PayOutRow,
  { event, to = payOutTransitions[event].to[0], by, why, set = {} }: Change,
): Promise<PayOutRow> {
  requirePossible(ctx, row, event);
  const version = row.version + 1;
  const [changed] = await tx
    .update(payOuts)
    .set({ deadline: null, ...set, state: to, version, endedAt: endedStates.has(to) ? now : null })
    .where(and(eq(payOuts.id, row.id), eq(payOuts.version, row.version)))
    .returning();
  if (!changed) throw new Error(`the pay-out ${row.id} changed though it was locked`);
  await noteChange(ctx, tx, changed, { event, from: row.state, by, why: why ?? null });
  return changed;
}

/** Its history, its merchant and whoever watches are told. */
export async function noteChange(
  { reference }: Pick<Changer, "reference">,
  tx: Tx,
  row: PayOutRow,
  happened: Happened,
): Promise<void> {
  publish(tx, payOutChanged, { orderId: row.id, sequence: row.version });
  const data = await merchantPayOut(reference, row);
  recordChange(tx, { kind: "pay_out", order: row, happened, data });
}
