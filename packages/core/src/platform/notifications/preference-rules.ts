import {
  type Channel,
  channels,
  type NotificationKind,
  notificationKinds,
} from "@mainstay/contracts";
import { type DbOrTx, notificationPreferences } from "@mainstay/db";
import { eq } from "drizzle-orm";

/** Where nobody chose: news are asked for, all else is told everywhere. */
const usually: Readonly<Record<NotificationKind, boolean>> = {
  security: true,
  operations: true,
  news: false,
};

/** Whoever takes an account over must not be able to silence it. */
export const isFixed = (kind: NotificationKind, channel: Channel): boolean =>
  kind === "security" && channel === "email";

export interface Preference {
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly enabled: boolean;
  readonly fixed: boolean;
}

/** Of each kind and channel. */
export async function preferencesOf(db: DbOrTx, accountId: string): Promise<Preference[]> {
  const chosen = await db
    .select()
    .from(notificationPreferences)
    .where(eq(notificationPreferences.accountId, accountId));
  return notificationKinds.flatMap((kind) =>
    channels.map((channel) => {
      const fixed = isFixed(kind, channel);
      const row = chosen.find((each) => each.kind === kind && each.channel === channel);
      return { kind, channel, enabled: fixed || (row?.enabled ?? usually[kind]), fixed };
    }),
  );
}
