import type { payments } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { settlementOf } from "../settlement.ts";
import { lockOpenMovement } from "./lock-movement.ts";
import { type MovementRow, movementView } from "./movement-view.ts";

export const rejectMovement: UseCase<typeof payments.movements.reject> = async (
  ctx,
  { movementId, why },
) => {
  const target = `movement:${movementId}`;
  ctx.audit({ target });
  const row: MovementRow = {
    ...(await lockOpenMovement(ctx, movementId)),
    state: "rejected",
    decidedBy: ctx.actor.owner,
    decidedAt: ctx.clock.now(),
    decision: why,
  };
  await ctx.db.update(movements).set(row).where(eq(movements.id, movementId));
  ctx.audit({ target, changes: { state: row.state, why } });
  return movementView(row, { currency: await settlementOf(ctx.reference), inside: true });
};
