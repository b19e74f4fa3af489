import { type Delivery, NotificationKind } from "@mainstay/contracts";
import type { deliveries } from "@mainstay/db";
import type { z } from "zod";

/** Neither what it says nor where it went. */
export const deliveryView = (row: typeof deliveries.$inferSelect): z.output<typeof Delivery> => ({
  id: row.id,
  accountId: row.accountId,
  channel: row.channel,
  template: row.template,
  kind: NotificationKind.parse(row.kind),
  locale: row.locale,
  state: row.state,
  problem: row.problem,
  reference: row.reference,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});
