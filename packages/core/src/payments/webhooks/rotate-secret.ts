import { manageWebhooks, type payments, webhookOverlapHours } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { endpointView } from "./endpoint-view.ts";
import { lockEndpoint } from "./require-endpoint.ts";
import { newWebhookSecret, sealSecret } from "./webhook-secret.ts";

const hour = 3_600_000;

/** Two are live at most: of a second rotation within the overlap the oldest ends at once. */
export const rotateSecret: UseCase<typeof payments.webhooks.rotateSecret> = async (
  ctx,
  { endpointId },
) => {
  ctx.audit({ target: `webhook_endpoint:${endpointId}` });
  const row = await lockEndpoint(ctx, endpointId, manageWebhooks);
  const hours = await ctx.settings.get(webhookOverlapHours);
  const secret = newWebhookSecret();
  const changes = {
    secretSealed: sealSecret(ctx.sealer, secret),
    previousSealed: row.secretSealed,
    previousUntil: new Date(ctx.clock.now().getTime() + hours * hour),
  };
  await ctx.db.update(webhookEndpoints).set(changes).where(eq(webhookEndpoints.id, endpointId));
  return { secret, endpoint: endpointView({ ...row, ...changes }) };
};
