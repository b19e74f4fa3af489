import { clientErrorDays, clientErrorsMost } from "@mainstay/contracts";
import { clientErrors } from "@mainstay/db";
import { desc, inArray, lt } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 1_000;

export async function sweepClientErrors({ db, clock, settings, signal }: JobCtx): Promise<void> {
  const days = await settings.get(clientErrorDays);
  const before = new Date(clock.now().getTime() - days * 86_400_000);
  const { id, lastAt } = clientErrors;
  const over = db.select({ id }).from(clientErrors).where(lt(lastAt, before)).limit(batch);
  // Whoever makes faults up can make many different ones.
  const tooMany = db
    .select({ id })
    .from(clientErrors)
    .orderBy(desc(lastAt), desc(id))
    .offset(await settings.get(clientErrorsMost))
    .limit(batch);
  for (const old of [over, tooMany]) {
    for (let deleted = batch; deleted === batch && !signal.aborted;) {
      const { rowCount } = await db.delete(clientErrors).where(inArray(id, old));
      deleted = rowCount ?? 0;
    }
  }
}
