import { manageWebhooks, type payments } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { checkPlace, checkUrl } from "./endpoint-checks.ts";
import { type EndpointRow, endpointView } from "./endpoint-view.ts";
import { requireEndpoint, lockEndpoint } from "./require-endpoint.ts";
import { shownUrl } from "./shown-url.ts";

export const updateEndpoint: UseCase<typeof payments.webhooks.update> = async (
  ctx,
  { endpointId, url, types, state },
) => {
  const target = `webhook_endpoint:${endpointId}`;
  const asked = { ...(url === undefined ? {} : { url: shownUrl(url) }), types, state };
  ctx.audit({ target, changes: { asked } });
  const { storeId } = await requireEndpoint(ctx, endpointId, manageWebhooks);
  if (url !== undefined) await checkUrl(ctx, url);
  const before = await lockEndpoint(ctx, endpointId, manageWebhooks);
  const resumed = state === "active" && before.state === "disabled";
  if (resumed) await checkPlace(ctx, storeId);
  const changes = {
    url: url ?? before.url,
    types: types ?? before.types,
    ...(resumed ? { state: "active" as const, disabledWhy: null } : {}),
    // What it did before it was mended, or another address did, is not held against it.
    ...(resumed || (url !== undefined && url !== before.url)
      ? { failures: 0, failingSince: null }
      : {}),
  };
  const row: EndpointRow = { ...before, ...changes };
  await ctx.db.update(webhookEndpoints).set(changes).where(eq(webhookEndpoints.id, endpointId));
  ctx.audit({ target, changes: { from: changeable(before), to: changeable(row) } });
  return endpointView(row);
};

const changeable = ({ url, types, state }: EndpointRow): object => ({
  url: shownUrl(url),
  types,
  state,
});
