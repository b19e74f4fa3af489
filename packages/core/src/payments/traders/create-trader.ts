import type { payments } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { millionthsOf } from "../percent.ts";
import { lockTeam } from "../teams/lock-team.ts";
import { requireFeesFit } from "../terms/fee-parts.ts";
import { type TraderRow, traderView } from "./trader-view.ts";

export const createTrader: UseCase<typeof payments.traders.create> = async (ctx, input) => {
  const now = ctx.clock.now();
  const id = v7();
  ctx.audit({ target: `trader:${id}` });
  await lockTeam(ctx, input.teamId, "join");
  const row: TraderRow = {
    id,
    teamId: input.teamId,
    name: input.name,
    state: "active",
    feeIn: millionthsOf(input.feeInPercent),
    feeOut: millionthsOf(input.feeOutPercent),
    weight: input.weight,
    parallelCap: input.parallelCap,
    onlineUntil: null,
    sandboxMerchantId: null,
    createdAt: now,
  };
  await ctx.db.insert(traders).values(row);
  await requireFeesFit(ctx);
  ctx.audit({ target: `trader:${id}`, changes: { ...input } });
  return traderView(row, now);
};
