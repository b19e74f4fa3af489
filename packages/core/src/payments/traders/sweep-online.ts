import { traders, transaction } from "@mainstay/db";
import { lte } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { takeOffline } from "./take-offline.ts";

/** In one transaction, so that none holds its locks for long. */
const atMost = 500;

/** Whoever is saying so again right now is skipped. */
export async function sweepOnline(ctx: JobCtx): Promise<void> {
  while (!ctx.signal.aborted && (await sweepSome(ctx)) === atMost);
}

const sweepSome = ({ db, clock }: JobCtx): Promise<number> =>
  transaction(db, async (tx) => {
    const away = await tx
      .select({ id: traders.id })
      .from(traders)
      .where(lte(traders.onlineUntil, clock.now()))
      .orderBy(traders.id)
      .limit(atMost)
      .for("no key update", { skipLocked: true });
    if (away.length > 0) {
      await takeOffline(
        tx,
        away.map(({ id }) => id),
      );
    }
    return away.length;
  });
