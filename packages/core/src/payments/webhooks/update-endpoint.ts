import { manageWebhooks, type payments } from "@mainstay/contracts";
import { webhookEndpoints } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { checkPlace, checkUrl } from "./endpoint-checks.ts";
import { type EndpointRow, endpointView } from "./endpoint-view.ts";
import { requireEndpoint, lockEndpoint } from "./require-endpoint.ts";

export const updateEndpoint: UseCase<typeof payments.webhooks.update> = async (
  ctx,
  { endpointId, url, types, state },
) => {
  const target = `webhook_endpoint:${endpointId}`;
  ctx.audit({ target });
  const { storeId } = await requireEndpoint(ctx, endpointId, manageWebhooks);
  if (url !== undefined) await checkUrl(ctx, url);
  const before = await lockEndpoint(ctx, endpointId, manageWebhooks);
  const resumed = state === "active" && before.state === "disabled";
  if (resumed) await checkPlace(ctx, storeId);
  const changes = {
    url: url ?? before.url,
    types: types ?? before.types,
    // What it did before it was mended is not held against it.
    ...(resumed
      ? { state: "active" as const, disabledWhy: null, failures: 0, failingSince: null }
      : {}),
  };
  const row: EndpointRow = { ...before, ...changes };
  await ctx.db.update(webhookEndpoints).set(changes).where(eq(webhookEndpoints.id, endpointId));
  ctx.audit({ target, changes: { from: changeable(before), to: changeable(row) } });
  return endpointView(row);
};

const changeable = ({ url, types, state }: EndpointRow): object => ({ url, types, state });
