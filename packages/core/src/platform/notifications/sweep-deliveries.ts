import { deliveryDays } from "@mainstay/contracts";
import { deliveries, telegramCodes } from "@mainstay/db";
import { inArray, lt } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 1_000;

/** Attempts go with their deliveries. */
export async function sweepDeliveries({ db, clock, settings, signal }: JobCtx): Promise<void> {
  const now = clock.now();
  await db.delete(telegramCodes).where(lt(telegramCodes.expiresAt, now));
  const before = new Date(now.getTime() - (await settings.get(deliveryDays)) * 86_400_000);
  const old = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(lt(deliveries.createdAt, before))
    .limit(batch);
  for (let deleted = batch; deleted === batch && !signal.aborted;) {
    const { rowCount } = await db.delete(deliveries).where(inArray(deliveries.id, old));
    deleted = rowCount ?? 0;
  }
}
