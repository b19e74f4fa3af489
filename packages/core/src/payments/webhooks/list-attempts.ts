import {
  type payments,
  readWebhooks,
  type WebhookAttempt,
  webhookDeliveryUnknown,
} from "@mainstay/contracts";
import { paymentEvents, webhookAttempts, webhookDeliveries } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireEndpoint } from "./require-endpoint.ts";
import { deliveryTo } from "./delivery-to.ts";

export const listAttempts: UseCase<typeof payments.webhooks.attempts> = async (
  ctx,
  { endpointId, deliveryId, cursor, limit },
) => {
  const after = idOfCursor(cursor);
  await requireEndpoint(ctx, endpointId, readWebhooks);
  if (deliveryId !== undefined && !(await deliveryTo(ctx.db, endpointId, deliveryId)))
    ctx.fail(webhookDeliveryUnknown({ deliveryId }));
  const rows = await ctx.db
    .select({
      attempt: webhookAttempts,
      id: webhookAttempts.id,
      eventId: paymentEvents.id,
      type: paymentEvents.type,
      delivery: webhookDeliveries.state,
    })
    .from(webhookAttempts)
    .innerJoin(webhookDeliveries, eq(webhookDeliveries.id, webhookAttempts.deliveryId))
    .innerJoin(paymentEvents, eq(paymentEvents.id, webhookDeliveries.eventId))
    .where(
      and(
        eq(webhookAttempts.endpointId, endpointId),
        deliveryId === undefined ? undefined : eq(webhookAttempts.deliveryId, deliveryId),
        after === null ? undefined : lt(webhookAttempts.id, after),
      ),
    )
    .orderBy(desc(webhookAttempts.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id, attempt, eventId, type, delivery }) => ({
    id,
    deliveryId: attempt.deliveryId,
    eventId,
    type: type as z.input<typeof WebhookAttempt>["type"],
    at: attempt.at.toISOString(),
    ms: attempt.ms,
    status: attempt.status,
    problem: attempt.problem,
    body: attempt.body,
    delivery,
  }));
};
