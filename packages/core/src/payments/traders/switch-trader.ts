import { switchTraders, traderBlocked, type traderUnknown } from "@mainstay/contracts";
import { traders, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { lockTrader } from "./lock-trader.ts";
import { refreshTurns } from "./refresh-turns.ts";
import type { TraderRow } from "./trader-view.ts";

/** What a lead can do: a trader that an administrator has blocked stays so. */
export async function switchTrader(
  ctx: Ctx<typeof traderUnknown.reason | typeof traderBlocked.reason, Tx, Actor>,
  traderId: string,
  state: "active" | "paused",
): Promise<TraderRow> {
  const target = `trader:${traderId}`;
  ctx.audit({ target });
  const before = await lockTrader(ctx, traderId, switchTraders);
  if (before.state === "blocked") ctx.fail(traderBlocked({ traderId }));
  if (before.state === state) return before;
  await ctx.db.update(traders).set({ state }).where(eq(traders.id, traderId));
  await refreshTurns(ctx.db, [traderId]);
  ctx.audit({ target, changes: { state } });
  return { ...before, state };
}
