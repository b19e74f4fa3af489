import { editTraders, type payments } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { millionthsOf } from "../percent.ts";
import { lockTeam } from "../teams/lock-team.ts";
import { requireFeesFit } from "../terms/fee-parts.ts";
import { lockTrader } from "./lock-trader.ts";
import { refreshTurns } from "./refresh-turns.ts";
import { type TraderRow, traderView } from "./trader-view.ts";

export const updateTrader: UseCase<typeof payments.traders.update> = async (
  ctx,
  { traderId, ...changes },
) => {
  ctx.audit({ target: `trader:${traderId}` });
  if (changes.teamId !== undefined) await lockTeam(ctx, changes.teamId, "join");
  const before = await lockTrader(ctx, traderId, editTraders);
  const { feeInPercent, feeOutPercent } = changes;
  const row: TraderRow = {
    ...before,
    teamId: changes.teamId ?? before.teamId,
    name: changes.name ?? before.name,
    state: changes.state ?? before.state,
    feeIn: feeInPercent === undefined ? before.feeIn : millionthsOf(feeInPercent),
    feeOut: feeOutPercent === undefined ? before.feeOut : millionthsOf(feeOutPercent),
    weight: changes.weight ?? before.weight,
    parallelCap: changes.parallelCap ?? before.parallelCap,
  };
  await ctx.db.update(traders).set(row).where(eq(traders.id, traderId));
  const moved = row.teamId !== before.teamId;
  if (moved || row.state !== before.state) await refreshTurns(ctx.db, [traderId]);
  const dearer = row.feeIn > before.feeIn || row.feeOut > before.feeOut;
  const unblocked = before.state === "blocked" && row.state !== "blocked";
  if (dearer || moved || unblocked) await requireFeesFit(ctx);
  ctx.audit({ target: `trader:${traderId}`, changes });
  return traderView(row, ctx.clock.now());
};
