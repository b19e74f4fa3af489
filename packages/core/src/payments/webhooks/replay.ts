import {
  manageWebhooks,
  type payments,
  replayTooLarge,
  testEventType,
  webhookDeliveryUnknown,
} from "@mainstay/contracts";
import { paymentEvents, webhookDeliveries } from "@mainstay/db";
import { and, eq, gte, inArray, lt, ne, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { CtxOf, UseCase } from "../../context.ts";
import { deliveryTo } from "./delivery-to.ts";
import type { EndpointRow } from "./endpoint-view.ts";
import { requireActive } from "./require-endpoint.ts";

type ReplayCtx = CtxOf<typeof payments.webhooks.replay>;
type What = Parameters<typeof replay>[1]["what"];
const most = 10_000;
/** A statement takes 65,535 values. */
const chunk = 5_000;

export const replay: UseCase<typeof payments.webhooks.replay> = async (
  ctx,
  { endpointId, what },
) => {
  ctx.audit({ target: `webhook_endpoint:${endpointId}`, changes: { what } });
  const endpoint = await requireActive(ctx, endpointId, manageWebhooks);
  const eventIds = await eventsOf(ctx, endpoint, what);
  if (eventIds.length > most) ctx.fail(replayTooLarge({ most }));
  let deliveries = 0;
  for (let from = 0; from < eventIds.length; from += chunk) {
    deliveries += await promise(ctx, endpointId, eventIds.slice(from, from + chunk));
  }
  return { deliveries };
};

/** One more than may be, where there are more. They are held, so that none is swept before it is promised. */
async function eventsOf(ctx: ReplayCtx, endpoint: EndpointRow, what: What): Promise<string[]> {
  const { id: endpointId, storeId, types } = endpoint;
  if (what.kind === "time") {
    const rows = await ctx.db
      .select({ id: paymentEvents.id })
      .from(paymentEvents)
      .where(
        and(
          eq(paymentEvents.storeId, storeId),
          gte(paymentEvents.at, new Date(what.from)),
          lt(paymentEvents.at, new Date(what.until)),
          ne(paymentEvents.type, testEventType),
          types.length === 0 ? undefined : inArray(paymentEvents.type, [...types]),
        ),
      )
      .limit(most + 1)
      .for("key share");
    return rows.map(({ id }) => id);
  }
  const { deliveryId } = what.kind === "delivery" ? what : { deliveryId: null };
  if (deliveryId !== null && !(await deliveryTo(ctx.db, endpointId, deliveryId)))
    ctx.fail(webhookDeliveryUnknown({ deliveryId }));
  const rows = await ctx.db
    .select({ id: webhookDeliveries.eventId })
    .from(webhookDeliveries)
    .innerJoin(paymentEvents, eq(paymentEvents.id, webhookDeliveries.eventId))
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        deliveryId === null
          ? eq(webhookDeliveries.state, "failed")
          : eq(webhookDeliveries.id, deliveryId),
      ),
    )
    .limit(most + 1)
    .for("key share", { of: paymentEvents });
  return rows.map(({ id }) => id);
}

/** At once, from their first try on, also those that wait for their next; those under way stay as they are. */
async function promise(ctx: ReplayCtx, endpointId: string, eventIds: string[]): Promise<number> {
  const { state, leaseUntil } = webhookDeliveries;
  const now = ctx.clock.now();
  const again = { state: "pending", tries: 0, dueAt: now, leaseUntil: null } as const;
  const { rowCount } = await ctx.db
    .insert(webhookDeliveries)
    .values(
      eventIds.toSorted().map((eventId) => ({
        ...again,
        id: v7(),
        endpointId,
        eventId,
        attempts: 0,
      })),
    )
    .onConflictDoUpdate({
      target: [webhookDeliveries.eventId, webhookDeliveries.endpointId],
      set: again,
      setWhere: sql`${state} <> 'pending' or ${leaseUntil} is null or ${leaseUntil} <= ${now.toISOString()}::timestamptz`,
    });
  return rowCount ?? 0;
}
