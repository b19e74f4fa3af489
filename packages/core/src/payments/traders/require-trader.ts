import { type Permission, traderUnknown } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { reachesTrader } from "./trader-scope.ts";
import type { TraderRow } from "./trader-view.ts";

/** The trader, or the call ends as if there were none: also where it is somebody else's. */
export async function requireTrader(
  ctx: Pick<Ctx<typeof traderUnknown.reason>, "db" | "actor" | "fail">,
  traderId: string,
  permission: Permission,
): Promise<TraderRow> {
  const [row] = await ctx.db.select().from(traders).where(eq(traders.id, traderId));
  return row && reachesTrader(ctx.actor, permission, row)
    ? row
    : ctx.fail(traderUnknown({ traderId }));
}
