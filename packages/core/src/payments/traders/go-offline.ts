import { beOnline, type payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { lockTrader } from "./lock-trader.ts";
import { takeOffline } from "./take-offline.ts";
import { traderView } from "./trader-view.ts";

export const goOffline: UseCase<typeof payments.traders.goOffline> = async (ctx, { traderId }) => {
  ctx.audit({ target: `trader:${traderId}` });
  const row = await lockTrader(ctx, traderId, beOnline);
  if (row.onlineUntil !== null) await takeOffline(ctx.db, [traderId]);
  return traderView({ ...row, onlineUntil: null }, ctx.clock.now());
};
