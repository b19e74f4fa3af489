import { type payments, readWebhooks } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireStore } from "../stores/require-store.ts";
import { endpointView } from "./endpoint-view.ts";

export const listEndpoints: UseCase<typeof payments.webhooks.list> = async (
  ctx,
  { cursor, limit, storeId },
) => {
  const after = idOfCursor(cursor);
  if (storeId !== undefined) await requireStore(ctx, storeId, readWebhooks);
  const scopes = ctx.actor.scopesOf(readWebhooks);
  const merchantIds = scopes === "everywhere" ? null : scopes.map(({ id }) => id);
  const rows = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        merchantIds === null ? undefined : inArray(webhookEndpoints.merchantId, merchantIds),
        storeId === undefined ? undefined : eq(webhookEndpoints.storeId, storeId),
        after === null ? undefined : lt(webhookEndpoints.id, after),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(limit + 1);
  return pageOf(rows, limit, endpointView);
};
