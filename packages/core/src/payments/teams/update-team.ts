import type { payments } from "@mainstay/contracts";
import { teams, traders } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { millionthsOf } from "../percent.ts";
import { requireFeesFit } from "../terms/fee-parts.ts";
import { refreshTurns } from "../traders/refresh-turns.ts";
import { lockTeam } from "./lock-team.ts";
import { type TeamRow, teamView } from "./team-view.ts";

export const updateTeam: UseCase<typeof payments.teams.update> = async (
  ctx,
  { teamId, ...changes },
) => {
  ctx.audit({ target: `team:${teamId}` });
  const before = await lockTeam(ctx, teamId, "change");
  const { name, state, commissionInPercent, commissionOutPercent } = changes;
  const row: TeamRow = {
    ...before,
    name: name ?? before.name,
    state: state ?? before.state,
    commissionIn:
      commissionInPercent === undefined ? before.commissionIn : millionthsOf(commissionInPercent),
    commissionOut:
      commissionOutPercent === undefined
        ? before.commissionOut
        : millionthsOf(commissionOutPercent),
  };
  await ctx.db.update(teams).set(row).where(eq(teams.id, teamId));
  if (row.state !== before.state) {
    const members = await ctx.db
      .select({ id: traders.id })
      .from(traders)
      .where(eq(traders.teamId, teamId))
      .orderBy(traders.id)
      .for("no key update");
    await refreshTurns(
      ctx.db,
      members.map(({ id }) => id),
    );
  }
  const dearer = row.commissionIn > before.commissionIn || row.commissionOut > before.commissionOut;
  if (dearer) await requireFeesFit(ctx);
  ctx.audit({ target: `team:${teamId}`, changes });
  return teamView(row);
};
