import { feePartsExceed, manageStores, type payments, storeFeesUnfit } from "@mainstay/contracts";
import { stores } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { refusalOfFees } from "../terms/fee-parts.ts";
import { attachLogo } from "./attach-logo.ts";
import { lockStore } from "./require-store.ts";
import { type StoreRow, storeView } from "./store-view.ts";

export const updateStore: UseCase<typeof payments.stores.update> = async (
  ctx,
  { storeId, ...input },
) => {
  const target = `store:${storeId}`;
  ctx.audit({ target });
  const before = await lockStore(ctx, storeId, manageStores);
  const row: StoreRow = {
    ...before,
    name: input.name ?? before.name,
    state: input.state ?? before.state,
    look: input.look ?? before.look,
    sumShiftMost: input.sumShiftMost ?? before.sumShiftMost,
    lateMinutes: input.lateMinutes ?? before.lateMinutes,
  };
  await attachLogo(ctx, row.id, { from: before.look.logoFileId, to: row.look.logoFileId });
  await ctx.db.update(stores).set(row).where(eq(stores.id, row.id));
  if (before.state === "paused" && row.state === "active") await requireFees(ctx, row.id);
  ctx.audit({ target, changes: { from: changeable(before), to: changeable(row) } });
  return storeView(ctx, row);
};

/** While it was paused its fees did not count. Who serves it, and for what, is not for merchants to know. */
async function requireFees(
  ctx: CtxOf<typeof payments.stores.update>,
  storeId: string,
): Promise<void> {
  const refusal = await refusalOfFees(ctx.db);
  if (!refusal) return;
  const isInside = ctx.actor.scopesOf(manageStores) === "everywhere";
  ctx.fail(isInside ? feePartsExceed({ ...refusal }) : storeFeesUnfit({ storeId }));
}

const changeable = ({ name, state, look, sumShiftMost, lateMinutes }: StoreRow): object => ({
  name,
  state,
  look,
  sumShiftMost,
  lateMinutes,
});
