import { manageStores, type payments } from "@mainstay/contracts";
import { stores } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { requireMerchant } from "../merchants/require-merchant.ts";
import { attachLogo } from "./attach-logo.ts";
import { type StoreRow, storeView } from "./store-view.ts";

export const createStore: UseCase<typeof payments.stores.create> = async (ctx, input) => {
  const { id: merchantId } = await requireMerchant(ctx, input.merchantId, manageStores);
  const { name, look, sumShiftMost, lateMinutes } = input;
  const row: StoreRow = {
    id: v7(),
    merchantId,
    name,
    state: "active",
    look,
    sumShiftMost,
    lateMinutes,
    createdAt: ctx.clock.now(),
  };
  const target = `store:${row.id}`;
  ctx.audit({ target });
  await ctx.db.insert(stores).values(row);
  await attachLogo(ctx, row.id, { from: null, to: look.logoFileId });
  ctx.audit({ target, changes: { merchantId, name, look, sumShiftMost, lateMinutes } });
  return storeView(ctx, row);
};
