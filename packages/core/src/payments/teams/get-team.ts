import { type payments, readTeams } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { requireTeam } from "./require-team.ts";
import { teamView } from "./team-view.ts";

export const getTeam: UseCase<typeof payments.teams.get> = async (ctx, { teamId }) =>
  teamView(await requireTeam(ctx, teamId, readTeams));
