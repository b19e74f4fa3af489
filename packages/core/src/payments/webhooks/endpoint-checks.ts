import {
  webhookLoopback,
  webhooksMost,
  webhooksTooMany,
  webhookUrlRefused,
} from "@mainstay/contracts";
import { stores, type Tx, webhookEndpoints } from "@mainstay/db";
import { and, count, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { refusalOfUrl } from "./webhook-address.ts";

/** What can be told before its name is looked up. */
export async function checkUrl(
  ctx: Pick<Ctx<typeof webhookUrlRefused.reason>, "settings" | "keyKind" | "fail">,
  url: string,
): Promise<void> {
  // Keys are live in production only.
  const production = ctx.keyKind === "live";
  const loopback = !production && (await ctx.settings.get(webhookLoopback));
  const why = refusalOfUrl(url, { production, loopback });
  if (why !== null) ctx.fail(webhookUrlRefused({ why }));
}

/** Before one becomes active. The store is locked, so that two at once are not both the last. */
export async function checkPlace(
  ctx: Pick<Ctx<typeof webhooksTooMany.reason, Tx>, "db" | "settings" | "fail">,
  storeId: string,
): Promise<void> {
  await ctx.db.select().from(stores).where(eq(stores.id, storeId)).for("no key update");
  const [row] = await ctx.db
    .select({ active: count() })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.storeId, storeId), eq(webhookEndpoints.state, "active")));
  const most = await ctx.settings.get(webhooksMost);
  if ((row?.active ?? 0) >= most) ctx.fail(webhooksTooMany({ most }));
}
