import { merchantUnknown, type Permission } from "@mainstay/contracts";
import { merchants } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { MerchantRow } from "./merchant-view.ts";

/** The merchant, or the call ends as if there were none: also where it is somebody else's. */
export async function requireMerchant(
  ctx: Pick<Ctx<typeof merchantUnknown.reason>, "db" | "actor" | "fail">,
  merchantId: string,
  permission: Permission,
): Promise<MerchantRow> {
  const [row] = await ctx.db.select().from(merchants).where(eq(merchants.id, merchantId));
  const isSeen = row && ctx.actor.may(permission, { kind: "merchant", id: row.id });
  return isSeen ? row : ctx.fail(merchantUnknown({ merchantId }));
}
