import { type Permission, traderUnknown } from "@mainstay/contracts";
import { traders, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { reachesTrader } from "./trader-scope.ts";
import type { TraderRow } from "./trader-view.ts";

/**
 * The trader's row, held until the transaction ends, or the call ends as if there were none: also where it is
 * somebody else's. Of those who change what a trader's turns follow from, each waits here for the one before,
 * so that the last one sees all of it. Before requisites, and those before turns.
 */
export async function lockTrader(
  ctx: Pick<Ctx<typeof traderUnknown.reason, Tx, Actor>, "db" | "actor" | "fail">,
  traderId: string,
  permission: Permission,
): Promise<TraderRow> {
  const [row] = await ctx.db
    .select()
    .from(traders)
    .where(eq(traders.id, traderId))
    .for("no key update");
  return row && reachesTrader(ctx.actor, permission, row)
    ? row
    : ctx.fail(traderUnknown({ traderId }));
}
