import { createECDH } from "node:crypto";
import {
  type platform,
  pushHostRefused,
  pushHosts,
  pushKeysInvalid,
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

/** What is none could never be written to, and the browser would go without a word at the first try. */
function isCurvePoint(encoded: string): boolean {
  const us = createECDH("prime256v1");
  us.generateKeys();
  try {
    us.computeSecret(Buffer.from(encoded, "base64url"));
    return true;
  } catch {
    // All that it can say is that it is none.
    return false;
  }
}

export const subscribePush: UseCase<typeof platform.notifications.subscribePush> = async (
  ctx,
  { endpoint, keys, name },
) => {
  const { accountId } = ctx.actor.session;
  if (ctx.channels.pushKey === null) ctx.fail(pushOff());
  if (knownPushHost(endpoint, await ctx.settings.get(pushHosts)) === null) {
    ctx.fail(pushHostRefused({ host: new URL(endpoint).host }));
  }
  if (!isCurvePoint(keys.p256dh)) ctx.fail(pushKeysInvalid());
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
