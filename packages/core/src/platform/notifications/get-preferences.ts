import type { platform } from "@mainstay/contracts";
import { pushSubscriptions, telegramLinks } from "@mainstay/db";
import { asc, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { preferencesOf } from "./preference-rules.ts";
import { pushSubscriptionView } from "./push-subscription-view.ts";

export const getPreferences: UseCase<typeof platform.notifications.preferences> = async (ctx) => {
  const { accountId } = ctx.actor.session;
  const [link] = await ctx.db
    .select({ username: telegramLinks.username, linkedAt: telegramLinks.linkedAt })
    .from(telegramLinks)
    .where(eq(telegramLinks.accountId, accountId));
  const browsers = await ctx.db
    .select()
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.accountId, accountId))
    .orderBy(asc(pushSubscriptions.id));
  return {
    channels: {
      email: true,
      telegram: link ? { ...link, linkedAt: link.linkedAt.toISOString() } : null,
      push: browsers.map(pushSubscriptionView),
    },
    preferences: await preferencesOf(ctx.db, accountId),
  };
};
