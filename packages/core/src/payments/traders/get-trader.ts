import { type payments, readTraders } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { requireTrader } from "./require-trader.ts";
import { traderView } from "./trader-view.ts";

export const getTrader: UseCase<typeof payments.traders.get> = async (ctx, { traderId }) =>
  traderView(await requireTrader(ctx, traderId, readTraders), ctx.clock.now());
