import type { payments } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { switchTrader } from "./switch-trader.ts";
import { traderView } from "./trader-view.ts";

export const resumeTrader: UseCase<typeof payments.traders.resume> = async (ctx, { traderId }) =>
  traderView(await switchTrader(ctx, traderId, "active"), ctx.clock.now());
