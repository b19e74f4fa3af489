import { eventDays } from "@mainstay/contracts";
import { paymentEvents } from "@mainstay/db";
import { inArray, lt } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 1_000;

/** Their deliveries and attempts go with them. */
export async function sweepMerchantEvents({ db, clock, settings, signal }: JobCtx): Promise<void> {
  const days = await settings.get(eventDays);
  const before = new Date(clock.now().getTime() - days * 86_400_000);
  const old = db
    .select({ id: paymentEvents.id })
    .from(paymentEvents)
    .where(lt(paymentEvents.at, before))
    .limit(batch);
  for (let deleted = batch; deleted === batch && !signal.aborted;) {
    const { rowCount } = await db.delete(paymentEvents).where(inArray(paymentEvents.id, old));
    deleted = rowCount ?? 0;
  }
}
