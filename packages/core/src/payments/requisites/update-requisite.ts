import { manageRequisites, type payments, requisiteArchived } from "@mainstay/contracts";
import { requisites } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { lockRequisite } from "./lock-requisite.ts";
import { limitsOf } from "./requisite-limits.ts";
import { requisiteView } from "./requisite-view.ts";

export const updateRequisite: UseCase<typeof payments.requisites.update> = async (
  ctx,
  { requisiteId, holder, ...changes },
) => {
  const target = `requisite:${requisiteId}`;
  ctx.audit({ target });
  const before = await lockRequisite(ctx, requisiteId, manageRequisites);
  if (before.state === "archived") ctx.fail(requisiteArchived({ requisiteId }));
  const set = {
    holder: holder ?? before.holder,
    ...(await limitsOf(ctx, before.currency, changes, before)),
    dayCountCap: changes.dayCountCap === undefined ? before.dayCountCap : changes.dayCountCap,
    parallelCap: changes.parallelCap ?? before.parallelCap,
    coolDownSeconds: changes.coolDownSeconds ?? before.coolDownSeconds,
  };
  await ctx.db.update(requisites).set(set).where(eq(requisites.id, requisiteId));
  ctx.audit({ target, changes });
  return requisiteView(ctx, { ...before, ...set });
};
