import { type Permission, teamUnknown } from "@mainstay/contracts";
import { teams } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { TeamRow } from "./team-view.ts";

/** The team, or the call ends as if there were none: also where it is somebody else's. */
export async function requireTeam(
  ctx: Pick<Ctx<typeof teamUnknown.reason>, "db" | "actor" | "fail">,
  teamId: string,
  permission: Permission,
): Promise<TeamRow> {
  const [row] = await ctx.db.select().from(teams).where(eq(teams.id, teamId));
  return row && ctx.actor.may(permission, { kind: "team", id: row.id })
    ? row
    : ctx.fail(teamUnknown({ teamId }));
}
