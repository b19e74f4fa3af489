import { manageWebhooks, type payments } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { requireStore } from "../stores/require-store.ts";
import { checkPlace, checkUrl } from "./endpoint-checks.ts";
import { type EndpointRow, endpointView } from "./endpoint-view.ts";
import { shownUrl } from "./shown-url.ts";
import { newWebhookSecret, sealSecret } from "./webhook-secret.ts";

export const createEndpoint: UseCase<typeof payments.webhooks.create> = async (
  ctx,
  { storeId, url, types },
) => {
  const id = v7();
  ctx.audit({ target: `webhook_endpoint:${id}`, changes: { storeId, url: shownUrl(url), types } });
  const { merchantId } = await requireStore(ctx, storeId, manageWebhooks);
  await checkUrl(ctx, url);
  await checkPlace(ctx, storeId);
  const secret = newWebhookSecret();
  const row: EndpointRow = {
    id,
    merchantId,
    storeId,
    url,
    types,
    state: "active",
    disabledWhy: null,
    secretSealed: sealSecret(ctx.sealer, secret),
    previousSealed: null,
    previousUntil: null,
    failures: 0,
    failingSince: null,
    createdAt: ctx.clock.now(),
  };
  await ctx.db.insert(webhookEndpoints).values(row);
  return { secret, endpoint: endpointView(row) };
};
