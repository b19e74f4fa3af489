import { type payments, readTeams, teamUnknown } from "@mainstay/contracts";
import { teams } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { teamView } from "./team-view.ts";

export const getTeam: UseCase<typeof payments.teams.get> = async (ctx, { teamId }) => {
  const [row] = await ctx.db.select().from(teams).where(eq(teams.id, teamId));
  return row && ctx.actor.may(readTeams, { kind: "team", id: row.id })
    ? teamView(row)
    : ctx.fail(teamUnknown({ teamId }));
};
