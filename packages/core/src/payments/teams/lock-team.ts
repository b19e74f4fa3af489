import { teamUnknown } from "@mainstay/contracts";
import { teams, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { TeamRow } from "./team-view.ts";

/**
 * Before any trader's row. Whoever puts a trader into the team only keeps it from being changed meanwhile:
 * a team that is paused would not reach a trader who is about to come.
 */
export async function lockTeam(
  ctx: Pick<Ctx<typeof teamUnknown.reason, Tx>, "db" | "fail">,
  teamId: string,
  to: "change" | "join",
): Promise<TeamRow> {
  const [row] = await ctx.db
    .select()
    .from(teams)
    .where(eq(teams.id, teamId))
    .for(to === "change" ? "no key update" : "share");
  return row ?? ctx.fail(teamUnknown({ teamId }));
}
