import {
  manageRequisites,
  type payments,
  requisiteBlocked,
  requisiteBusy,
} from "@mainstay/contracts";
import { requisiteSlots } from "@mainstay/db";
import { and, count, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { lockRequisite } from "./lock-requisite.ts";
import { requisiteView } from "./requisite-view.ts";
import { setRequisiteState } from "./set-requisite-state.ts";

export const archiveRequisite: UseCase<typeof payments.requisites.archive> = async (
  ctx,
  { requisiteId },
) => {
  ctx.audit({ target: `requisite:${requisiteId}` });
  const row = await lockRequisite(ctx, requisiteId, manageRequisites);
  // Archiving frees the number: a blocked one would come back as another, and one that has orders, or for
  // which late money may still come, would be asked for the same sum twice.
  if (row.state === "blocked") ctx.fail(requisiteBlocked({ requisiteId }));
  if (row.liveOrders > 0) ctx.fail(requisiteBusy({ requisiteId, orders: row.liveOrders }));
  const [waiting] = await ctx.db
    .select({ orders: count() })
    .from(requisiteSlots)
    .where(
      and(
        eq(requisiteSlots.requisiteId, requisiteId),
        or(isNull(requisiteSlots.releasedAt), gt(requisiteSlots.releasedAt, sql`now()`)),
      ),
    );
  if (waiting && waiting.orders > 0)
    ctx.fail(requisiteBusy({ requisiteId, orders: waiting.orders }));
  return requisiteView(ctx, await setRequisiteState(ctx, row, "archived"));
};
