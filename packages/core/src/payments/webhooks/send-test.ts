import { manageWebhooks, type payments, testEventType } from "@mainstay/contracts";
import { webhookDeliveries } from "@mainstay/db";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { recordMerchantEvent } from "../events/record-event.ts";
import { requireActive } from "./require-endpoint.ts";

/** It goes to this endpoint alone, whatever types that asks for. */
export const sendTest: UseCase<typeof payments.webhooks.sendTest> = async (ctx, { endpointId }) => {
  ctx.audit({ target: `webhook_endpoint:${endpointId}` });
  const { merchantId, storeId } = await requireActive(ctx, endpointId, manageWebhooks);
  const eventId = recordMerchantEvent(ctx.db, {
    type: testEventType,
    sequence: 1,
    merchantId,
    storeId,
    objectId: endpointId,
    data: { endpointId },
  });
  const deliveryId = v7();
  await ctx.db.insert(webhookDeliveries).values({
    id: deliveryId,
    endpointId,
    eventId,
    state: "pending",
    attempts: 0,
    tries: 0,
    dueAt: ctx.clock.now(),
  });
  return { eventId, deliveryId };
};
