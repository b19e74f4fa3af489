import { liveReplayMinutes } from "@mainstay/contracts";
import { type Db, liveEvents } from "@mainstay/db";
import { asc, gte, inArray, lt, min } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { endOfFeed, stampFeed } from "../feed/feed.ts";

const batch = 5_000;

export async function sweepEvents(ctx: JobCtx): Promise<void> {
  // With nobody watching nobody stamps; unstamped rows must not pile up.
  while (await stampFeed(ctx.db, liveEvents)) if (ctx.signal.aborted) return;
  const minutes = await ctx.settings.get(liveReplayMinutes);
  const before = new Date(ctx.clock.now().getTime() - minutes * 60_000);
  const until = await firstKept(ctx.db, before);
  for (let deleted = batch; deleted === batch && !ctx.signal.aborted;) {
    const oldest = ctx.db
      .select({ id: liveEvents.id })
      .from(liveEvents)
      .where(lt(liveEvents.position, until))
      .orderBy(asc(liveEvents.position))
      .limit(batch);
    const { rowCount } = await ctx.db.delete(liveEvents).where(inArray(liveEvents.id, oldest));
    deleted = rowCount ?? 0;
  }
}

/**
 * Only what stands before everything that is kept goes, in order: who comes back sees by the next position
 * alone whether something is missing. A slow transaction's event is older than its place, and stays longer.
 */
async function firstKept(db: Db, before: Date): Promise<number> {
  // Read first: what is stamped meanwhile stands after it.
  const end = await endOfFeed(db, liveEvents);
  const [young] = await db
    .select({ position: min(liveEvents.position) })
    .from(liveEvents)
    .where(gte(liveEvents.at, before));
  return young?.position ?? end + 1;
}
