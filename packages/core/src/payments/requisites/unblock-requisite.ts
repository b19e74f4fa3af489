import { blockRequisites, type payments, requisiteArchived } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { lockRequisite } from "./lock-requisite.ts";
import { requisiteView } from "./requisite-view.ts";
import { setRequisiteState } from "./set-requisite-state.ts";

export const unblockRequisite: UseCase<typeof payments.requisites.unblock> = async (
  ctx,
  { requisiteId },
) => {
  ctx.audit({ target: `requisite:${requisiteId}` });
  const row = await lockRequisite(ctx, requisiteId, blockRequisites);
  if (row.state === "archived") ctx.fail(requisiteArchived({ requisiteId }));
  if (row.state !== "blocked") return requisiteView(ctx, row);
  // Its trader says when it takes orders again: perhaps nobody watches it now.
  return requisiteView(ctx, await setRequisiteState(ctx, row, "paused"));
};
