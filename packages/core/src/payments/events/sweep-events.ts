import { eventDays } from "@mainstay/contracts";
import {
  paymentEvents,
  transaction,
  type Tx,
  webhookDeliveries,
  webhookEndpoints,
} from "@mainstay/db";
import { and, eq, exists, gt, inArray, lt, not, or } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 1_000;

/** Their deliveries and attempts go with them. */
export async function sweepMerchantEvents(ctx: JobCtx): Promise<void> {
  const { db, clock, settings, signal } = ctx;
  const days = await settings.get(eventDays);
  const now = clock.now();
  const before = new Date(now.getTime() - days * 86_400_000);
  while (!signal.aborted && (await transaction(db, (tx) => sweep(tx, before, now))) === batch);
}

/** How many were old. */
async function sweep(tx: Tx, before: Date, now: Date): Promise<number> {
  // What is still to be delivered waits until it was. What a disabled endpoint left behind would wait for ever.
  const awaited = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(
      and(
        eq(webhookDeliveries.eventId, paymentEvents.id),
        eq(webhookDeliveries.state, "pending"),
        or(eq(webhookEndpoints.state, "active"), gt(webhookDeliveries.leaseUntil, now)),
      ),
    );
  const old = await tx
    .select({ id: paymentEvents.id })
    .from(paymentEvents)
    .where(and(lt(paymentEvents.at, before), not(exists(awaited))))
    .limit(batch)
    .for("update", { skipLocked: true });
  const ids = old.map(({ id }) => id);
  // A replay holds its events. One that came between the look and the lock is seen by this statement.
  if (ids.length > 0)
    await tx.delete(paymentEvents).where(and(inArray(paymentEvents.id, ids), not(exists(awaited))));
  return ids.length;
}
