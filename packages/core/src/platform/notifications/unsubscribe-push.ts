import { type platform, pushSubscriptionMissing } from "@mainstay/contracts";
import { pushSubscriptions } from "@mainstay/db";
import { and, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";

/** What still waits for it finds it gone. */
export const unsubscribePush: UseCase<typeof platform.notifications.unsubscribePush> = async (
  ctx,
  { id },
) => {
  const { accountId } = ctx.actor.session;
  const own = and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.accountId, accountId));
  const { rowCount } = await ctx.db.delete(pushSubscriptions).where(own);
  if (rowCount === 0) ctx.fail(pushSubscriptionMissing({ id }));
  ctx.audit({ target: `push_subscription:${id}` });
};
