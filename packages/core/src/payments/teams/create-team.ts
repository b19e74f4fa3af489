import type { payments } from "@mainstay/contracts";
import { teams } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { millionthsOf } from "../percent.ts";
import { type TeamRow, teamView } from "./team-view.ts";

export const createTeam: UseCase<typeof payments.teams.create> = async (ctx, input) => {
  const row: TeamRow = {
    id: v7(),
    name: input.name,
    state: "active",
    commissionIn: millionthsOf(input.commissionInPercent),
    commissionOut: millionthsOf(input.commissionOutPercent),
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(teams).values(row);
  ctx.audit({ target: `team:${row.id}`, changes: { ...input } });
  return teamView(row);
};
