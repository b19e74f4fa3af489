import { movementUnknown, type payments, readMovements } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { settlementOf } from "../settlement.ts";
import { readsInside } from "./movement-scope.ts";
import { movementView } from "./movement-view.ts";

export const getMovement: UseCase<typeof payments.movements.get> = async (ctx, { movementId }) => {
  const [row] = await ctx.db.select().from(movements).where(eq(movements.id, movementId));
  if (!row || !ctx.actor.may(readMovements, { kind: row.ownerKind, id: row.ownerId }))
    return ctx.fail(movementUnknown({ movementId }));
  const currency = await settlementOf(ctx.reference);
  return movementView(row, { currency, inside: readsInside(ctx.actor) });
};
