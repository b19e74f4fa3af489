import {
  type payments,
  requisiteArchived,
  requisiteBlocked,
  switchRequisites,
} from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { lockRequisite } from "./lock-requisite.ts";
import { requisiteView } from "./requisite-view.ts";
import { setRequisiteState } from "./set-requisite-state.ts";

export const pauseRequisite: UseCase<typeof payments.requisites.pause> = async (
  ctx,
  { requisiteId },
) => {
  ctx.audit({ target: `requisite:${requisiteId}` });
  const row = await lockRequisite(ctx, requisiteId, switchRequisites);
  if (row.state === "blocked") ctx.fail(requisiteBlocked({ requisiteId }));
  if (row.state === "archived") ctx.fail(requisiteArchived({ requisiteId }));
  return requisiteView(ctx, await setRequisiteState(ctx, row, "paused"));
};
