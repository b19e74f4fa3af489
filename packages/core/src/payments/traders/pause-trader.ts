import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { switchTrader } from "./switch-trader.ts";
import { traderView } from "./trader-view.ts";

export const pauseTrader: UseCase<typeof payments.traders.pause> = async (ctx, { traderId }) =>
  traderView(await switchTrader(ctx, traderId, "paused"), ctx.clock.now());
