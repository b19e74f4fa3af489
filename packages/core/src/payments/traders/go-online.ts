import { beOnline, onlineSeconds, type payments, traderUnknown } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { and, eq, gt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { lockTrader } from "./lock-trader.ts";
import { refreshTurns } from "./refresh-turns.ts";
import { takeOffline } from "./take-offline.ts";
import { traderView } from "./trader-view.ts";

export const goOnline: UseCase<typeof payments.traders.goOnline> = async (ctx, { traderId }) => {
  if (!ctx.actor.may(beOnline, { kind: "trader", id: traderId })) {
    ctx.fail(traderUnknown({ traderId }));
  }
  const now = ctx.clock.now();
  const seconds = await ctx.settings.get(onlineSeconds);
  const onlineUntil = new Date(now.getTime() + seconds * 1_000);
  // Nearly always it is a heartbeat: nothing else follows from it.
  const [still] = await ctx.db
    .update(traders)
    .set({ onlineUntil })
    .where(and(eq(traders.id, traderId), gt(traders.onlineUntil, now)))
    .returning();
  if (still) return traderView(still, now);

  const row = await lockTrader(ctx, traderId, beOnline);
  // Whoever was away has saved nothing up, also where the sweep has not been by yet.
  if (row.onlineUntil !== null && row.onlineUntil <= now) await takeOffline(ctx.db, [traderId]);
  await ctx.db.update(traders).set({ onlineUntil }).where(eq(traders.id, traderId));
  await refreshTurns(ctx.db, [traderId]);
  return traderView({ ...row, onlineUntil }, now);
};
