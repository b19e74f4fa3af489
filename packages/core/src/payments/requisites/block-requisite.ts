import { blockRequisites, type payments, requisiteArchived } from "@mainstay/contracts";
import type { UseCase } from "../../context.ts";
import { lockRequisite } from "./lock-requisite.ts";
import { requisiteView } from "./requisite-view.ts";
import { setRequisiteState } from "./set-requisite-state.ts";

export const blockRequisite: UseCase<typeof payments.requisites.block> = async (
  ctx,
  { requisiteId, why },
) => {
  ctx.audit({ target: `requisite:${requisiteId}`, changes: { why } });
  const row = await lockRequisite(ctx, requisiteId, blockRequisites);
  if (row.state === "archived") ctx.fail(requisiteArchived({ requisiteId }));
  return requisiteView(ctx, await setRequisiteState(ctx, row, "blocked", why));
};
