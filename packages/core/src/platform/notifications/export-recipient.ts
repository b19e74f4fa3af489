import { notificationPreferences, pushSubscriptions, telegramLinks, type Tx } from "@mainstay/db";
import { asc, eq } from "drizzle-orm";

/** What is kept of how somebody wants to be reached, for them to read. */
export async function exportRecipient(tx: Tx, accountId: string) {
  const { kind, channel, enabled, changedAt } = notificationPreferences;
  const [telegram = null] = await tx
    .select({
      chatId: telegramLinks.chatId,
      username: telegramLinks.username,
      linkedAt: telegramLinks.linkedAt,
    })
    .from(telegramLinks)
    .where(eq(telegramLinks.accountId, accountId));
  return {
    preferences: await tx
      .select({ kind, channel, enabled, changedAt })
      .from(notificationPreferences)
      .where(eq(notificationPreferences.accountId, accountId))
      .orderBy(asc(kind), asc(channel)),
    telegram,
    pushSubscriptions: await tx
      .select({ name: pushSubscriptions.name, createdAt: pushSubscriptions.createdAt })
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.accountId, accountId))
      .orderBy(asc(pushSubscriptions.id)),
  };
}
