import { type Permission, requisiteUnknown } from "@mainstay/contracts";
import { requisites, traders, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import { reachesTrader } from "../traders/trader-scope.ts";
import type { RequisiteRow } from "./requisite-view.ts";

/**
 * The requisite's row, held until the transaction ends, and before it its trader's; or the call ends as if
 * there were none: also where it is somebody else's.
 */
export async function lockRequisite(
  ctx: Pick<Ctx<typeof requisiteUnknown.reason, Tx, Actor>, "db" | "actor" | "fail">,
  requisiteId: string,
  permission: Permission,
): Promise<RequisiteRow> {
  const unknown = (): never => ctx.fail(requisiteUnknown({ requisiteId }));
  const [found] = await ctx.db
    .select({ traderId: requisites.traderId })
    .from(requisites)
    .where(eq(requisites.id, requisiteId));
  const { traderId } = found ?? unknown();
  const [trader] = await ctx.db
    .select()
    .from(traders)
    .where(eq(traders.id, traderId))
    .for("no key update");
  if (!trader || !reachesTrader(ctx.actor, permission, trader)) unknown();
  const [row] = await ctx.db
    .select()
    .from(requisites)
    .where(eq(requisites.id, requisiteId))
    .for("no key update");
  return row ?? unknown();
}
