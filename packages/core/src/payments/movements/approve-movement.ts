import { movementOwn, type payments } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { postJournal } from "../../ledger/index.ts";
import { settlementOf } from "../settlement.ts";
import { lockOpenMovement } from "./lock-movement.ts";
import { movementJournal } from "./movement-journal.ts";
import { type MovementRow, movementView } from "./movement-view.ts";
import { tellOwner } from "./tell-owner.ts";

export const approveMovement: UseCase<typeof payments.movements.approve> = async (
  ctx,
  { movementId },
) => {
  const target = `movement:${movementId}`;
  ctx.audit({ target });
  const recorded = await lockOpenMovement(ctx, movementId);
  if (recorded.recordedBy === ctx.actor.owner) ctx.fail(movementOwn());
  const row: MovementRow = {
    ...recorded,
    state: "approved",
    decidedBy: ctx.actor.owner,
    decidedAt: ctx.clock.now(),
  };
  await ctx.db.update(movements).set(row).where(eq(movements.id, movementId));
  const currency = await settlementOf(ctx.reference);
  const view = movementView(row, { currency, inside: true });
  await tellOwner(ctx, view);
  // Last, so that the owner's account is locked the shortest.
  await postJournal(ctx, ctx.db, movementJournal(row));
  const { kind, owner, account, money } = view;
  ctx.audit({ target, changes: { state: row.state, kind, owner, account, money } });
  return view;
};
