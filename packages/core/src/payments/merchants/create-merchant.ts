import type { payments } from "@mainstay/contracts";
import { merchants } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { type MerchantRow, merchantView } from "./merchant-view.ts";

export const createMerchant: UseCase<typeof payments.merchants.create> = async (ctx, { name }) => {
  const row: MerchantRow = { id: v7(), name, state: "active", createdAt: ctx.clock.now() };
  await ctx.db.insert(merchants).values(row);
  ctx.audit({ target: `merchant:${row.id}`, changes: { name } });
  return merchantView(row);
};
