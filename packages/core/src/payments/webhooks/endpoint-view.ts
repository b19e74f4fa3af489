import type { WebhookEndpoint } from "@mainstay/contracts";
import type { webhookEndpoints } from "@mainstay/db";
import type { z } from "zod";

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

export const endpointView = (row: EndpointRow): z.input<typeof WebhookEndpoint> => ({
  id: row.id,
  merchantId: row.merchantId,
  storeId: row.storeId,
  url: row.url,
  types: row.types as z.input<typeof WebhookEndpoint>["types"],
  state: row.state,
  disabledWhy: row.disabledWhy,
  previousSecretUntil: row.previousUntil?.toISOString() ?? null,
  failures: row.failures,
  failingSince: row.failingSince?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
