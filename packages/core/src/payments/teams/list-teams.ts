import { type payments, readTeams } from "@mainstay/contracts";
import { teams } from "@mainstay/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { teamView } from "./team-view.ts";

export const listTeams: UseCase<typeof payments.teams.list> = async (
  ctx,
  { cursor, limit, state },
) => {
  const after = idOfCursor(cursor);
  const scopes = ctx.actor.scopesOf(readTeams);
  const own = scopes === "everywhere" ? undefined : scopes.map(({ id }) => id);
  const rows = await ctx.db
    .select()
    .from(teams)
    .where(
      and(
        own && inArray(teams.id, own),
        state && eq(teams.state, state),
        after === null ? undefined : lt(teams.id, after),
      ),
    )
    .orderBy(desc(teams.id))
    .limit(limit + 1);
  return pageOf(rows, limit, teamView);
};
