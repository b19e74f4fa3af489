import type { payments } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { settlementOf } from "../settlement.ts";
import { movementScope, readsInside } from "./movement-scope.ts";
import { movementView } from "./movement-view.ts";

export const listMovements: UseCase<typeof payments.movements.list> = async (
  ctx,
  { cursor, limit, state, ownerId },
) => {
  const after = idOfCursor(cursor);
  const rows = await ctx.db
    .select()
    .from(movements)
    .where(
      and(
        movementScope(ctx.actor),
        state === undefined ? undefined : eq(movements.state, state),
        ownerId === undefined ? undefined : eq(movements.ownerId, ownerId),
        after === null ? undefined : lt(movements.id, after),
      ),
    )
    .orderBy(desc(movements.id))
    .limit(limit + 1);
  const shown = { currency: await settlementOf(ctx.reference), inside: readsInside(ctx.actor) };
  return pageOf(rows, limit, (row) => movementView(row, shown));
};
