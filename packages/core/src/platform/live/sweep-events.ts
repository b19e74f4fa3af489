import { liveReplayMinutes } from "@mainstay/contracts";
import { liveEvents } from "@mainstay/db";
import { and, inArray, isNotNull, lt } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { stampFeed } from "../feed/feed.ts";

const batch = 5_000;

export async function sweepEvents(ctx: JobCtx): Promise<void> {
  // With nobody watching nobody stamps; unstamped rows must not pile up.
  while (await stampFeed(ctx.db, liveEvents)) if (ctx.signal.aborted) return;
  const minutes = await ctx.settings.get(liveReplayMinutes);
  const before = new Date(ctx.clock.now().getTime() - minutes * 60_000);
  for (let deleted = batch; deleted === batch && !ctx.signal.aborted;) {
    const old = ctx.db
      .select({ id: liveEvents.id })
      .from(liveEvents)
      .where(and(lt(liveEvents.at, before), isNotNull(liveEvents.position)))
      .limit(batch);
    const { rowCount } = await ctx.db.delete(liveEvents).where(inArray(liveEvents.id, old));
    deleted = rowCount ?? 0;
  }
}
