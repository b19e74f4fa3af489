import { type payments, readRequisites, requisiteUnknown } from "@mainstay/contracts";
import { requisites, traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { reachesTrader } from "../traders/trader-scope.ts";
import { requisiteView } from "./requisite-view.ts";

export const getRequisite: UseCase<typeof payments.requisites.get> = async (
  ctx,
  { requisiteId },
) => {
  const [found] = await ctx.db
    .select({ requisite: requisites, trader: { id: traders.id, teamId: traders.teamId } })
    .from(requisites)
    .innerJoin(traders, eq(traders.id, requisites.traderId))
    .where(eq(requisites.id, requisiteId));
  return found && reachesTrader(ctx.actor, readRequisites, found.trader)
    ? requisiteView(ctx, found.requisite)
    : ctx.fail(requisiteUnknown({ requisiteId }));
};
