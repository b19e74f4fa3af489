import { type platform, preferenceFixed } from "@mainstay/contracts";
import { notificationPreferences } from "@mainstay/db";
import type { UseCase } from "../../context.ts";
import { isFixed } from "./preference-rules.ts";

const { accountId: owner, kind: what, channel: way } = notificationPreferences;

export const setPreference: UseCase<typeof platform.notifications.setPreference> = async (
  ctx,
  { kind, channel, enabled },
) => {
  const { accountId } = ctx.actor.session;
  const fixed = isFixed(kind, channel);
  if (fixed && !enabled) ctx.fail(preferenceFixed({ kind, channel }));
  const chosen = { enabled, changedAt: ctx.clock.now() };
  await ctx.db
    .insert(notificationPreferences)
    .values({ accountId, kind, channel, ...chosen })
    .onConflictDoUpdate({ target: [owner, what, way], set: chosen });
  ctx.audit({ target: `account:${accountId}`, changes: { kind, channel, enabled } });
  return { kind, channel, enabled, fixed };
};
