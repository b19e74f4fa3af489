import type { PushSubscription } from "@mainstay/contracts";
import type { pushSubscriptions } from "@mainstay/db";
import type { z } from "zod";

/** Without what opens it. */
export const pushSubscriptionView = ({
  id,
  name,
  createdAt,
}: typeof pushSubscriptions.$inferSelect): z.output<typeof PushSubscription> => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
});
