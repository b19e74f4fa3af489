import { movementOwnerUnknown, type payments, readMovements } from "@mainstay/contracts";
import { movements } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { settlementOf } from "../settlement.ts";
import { movementScope, readsInside } from "./movement-scope.ts";
import { movementView } from "./movement-view.ts";
import { ownerName } from "./owner-name.ts";

type List = typeof payments.movements.list;

export const listMovements: UseCase<List> = async (ctx, { cursor, limit, state, ownerId }) => {
  const after = idOfCursor(cursor);
  if (ownerId !== undefined) await requireOwner(ctx, ownerId);
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

async function requireOwner({ db, actor, fail }: CtxOf<List>, id: string): Promise<void> {
  for (const kind of ["merchant", "trader", "team"] as const) {
    const isSeen = actor.may(readMovements, { kind, id });
    if (isSeen && (await ownerName(db, { kind, id })) !== undefined) return;
  }
  fail(movementOwnerUnknown({ ownerId: id }));
}
