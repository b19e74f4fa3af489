import {
  manageRequisites,
  type payments,
  requisiteBlocked,
  requisiteBusy,
} from "@mainstay/contracts";
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
  // Both free the number: a blocked one would come back as another, and a busy one would be asked for the
  // same sum twice.
  if (row.state === "blocked") ctx.fail(requisiteBlocked({ requisiteId }));
  if (row.liveOrders > 0) ctx.fail(requisiteBusy({ requisiteId, orders: row.liveOrders }));
  return requisiteView(ctx, await setRequisiteState(ctx, row, "archived"));
};
