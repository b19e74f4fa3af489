import { manageWebhooks, type payments } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { endpointView } from "./endpoint-view.ts";
import { lockEndpoint } from "./require-endpoint.ts";

/** Its history stays; it can be made active again. */
export const removeEndpoint: UseCase<typeof payments.webhooks.remove> = async (
  ctx,
  { endpointId },
) => {
  ctx.audit({ target: `webhook_endpoint:${endpointId}` });
  const row = await lockEndpoint(ctx, endpointId, manageWebhooks);
  const changes = { state: "disabled", disabledWhy: "removed" } as const;
  await ctx.db.update(webhookEndpoints).set(changes).where(eq(webhookEndpoints.id, endpointId));
  return endpointView({ ...row, ...changes });
};
