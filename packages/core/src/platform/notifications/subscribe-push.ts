import {
  type platform,
  pushHostRefused,
  pushHosts,
  pushOff,
  pushTooMany,
} from "@mainstay/contracts";
import { accounts, pushSubscriptions } from "@mainstay/db";
import { and, count, eq, ne } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { addressHash } from "./address-hash.ts";
import { knownPushHost } from "./push-hosts.ts";
import { pushSubscriptionView } from "./push-subscription-view.ts";
import { sealPushTarget } from "./push-target.ts";

const most = 20;

export const subscribePush: UseCase<typeof platform.notifications.subscribePush> = async (
  ctx,
  { endpoint, keys, name },
) => {
  const { accountId } = ctx.actor.session;
  if (ctx.channels.pushKey === null) ctx.fail(pushOff());
  if (knownPushHost(endpoint, await ctx.settings.get(pushHosts)) === null) {
    ctx.fail(pushHostRefused({ host: new URL(endpoint).host }));
  }
  const hash = addressHash(ctx.sealer, "push", endpoint);
  // Calls of one account count one after the other.
  await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for("no key update");
  const [others] = await ctx.db
    .select({ count: count() })
    .from(pushSubscriptions)
    .where(
      and(eq(pushSubscriptions.accountId, accountId), ne(pushSubscriptions.endpointHash, hash)),
    );
  if ((others?.count ?? 0) >= most) ctx.fail(pushTooMany({ most }));
  const current = { accountId, sealed: sealPushTarget(ctx.sealer, { endpoint, keys }), name };
  const [row] = await ctx.db
    .insert(pushSubscriptions)
    .values({ ...current, endpointHash: hash, createdAt: ctx.clock.now() })
    .onConflictDoUpdate({ target: pushSubscriptions.endpointHash, set: current })
    .returning();
  if (!row) throw new Error("an upsert answered with no row");
  ctx.audit({ target: `push_subscription:${row.id}` });
  return pushSubscriptionView(row);
};
