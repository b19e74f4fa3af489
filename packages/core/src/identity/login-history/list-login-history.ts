import { Audience, type identity } from "@mainstay/contracts";
import { loginHistory } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";

export const listLoginHistory: UseCase<typeof identity.loginHistory.list> = async (ctx, input) => {
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(loginHistory)
    .where(
      and(
        eq(loginHistory.accountId, ctx.actor.session.accountId),
        after ? lt(loginHistory.id, after) : undefined,
      ),
    )
    .orderBy(desc(loginHistory.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, (row) => ({
    id: row.id,
    at: row.at.toISOString(),
    audience: Audience.parse(row.audience),
    outcome: row.outcome,
    ip: row.ip,
    browser: row.browser,
    system: row.system,
    place: { country: row.country, city: row.city },
  }));
};
