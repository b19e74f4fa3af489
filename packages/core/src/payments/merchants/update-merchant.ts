import { merchantUnknown, type payments } from "@mainstay/contracts";
import { merchants } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { type MerchantRow, merchantView } from "./merchant-view.ts";

/** For administrators alone, who hold it everywhere. */
export const updateMerchant: UseCase<typeof payments.merchants.update> = async (
  ctx,
  { merchantId, name, state },
) => {
  const target = `merchant:${merchantId}`;
  ctx.audit({ target });
  const own = eq(merchants.id, merchantId);
  const [before] = await ctx.db.select().from(merchants).where(own).for("no key update");
  if (!before) return ctx.fail(merchantUnknown({ merchantId }));
  const row: MerchantRow = {
    ...before,
    name: name ?? before.name,
    state: state ?? before.state,
  };
  await ctx.db.update(merchants).set(row).where(own);
  ctx.audit({
    target,
    changes: {
      from: { name: before.name, state: before.state },
      to: { name: row.name, state: row.state },
    },
  });
  return merchantView(row);
};
