import { type payments, readTraders } from "@mainstay/contracts";
import { traders } from "@mainstay/db";
import { and, desc, eq, gt, isNull, lt, lte, or } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireTeam } from "../teams/require-team.ts";
import { traderScope } from "./trader-scope.ts";
import { traderView } from "./trader-view.ts";

export const listTraders: UseCase<typeof payments.traders.list> = async (
  ctx,
  { cursor, limit, teamId, state, online },
) => {
  const after = idOfCursor(cursor);
  if (teamId !== undefined) await requireTeam(ctx, teamId, readTraders);
  const now = ctx.clock.now();
  const here = online
    ? gt(traders.onlineUntil, now)
    : or(isNull(traders.onlineUntil), lte(traders.onlineUntil, now));
  const rows = await ctx.db
    .select()
    .from(traders)
    .where(
      and(
        traderScope(ctx.actor, readTraders),
        teamId === undefined ? undefined : eq(traders.teamId, teamId),
        state && eq(traders.state, state),
        online === undefined ? undefined : here,
        after === null ? undefined : lt(traders.id, after),
      ),
    )
    .orderBy(desc(traders.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => traderView(row, now));
};
