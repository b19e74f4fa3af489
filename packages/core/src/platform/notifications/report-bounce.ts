import { deliveryMissing, deliveryNotSent, type platform } from "@mainstay/contracts";
import { deliveries } from "@mainstay/db";
import { eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { suppress } from "./forget-address.ts";

export const reportBounce: UseCase<typeof platform.notifications.reportBounce> = async (
  ctx,
  { deliveryId, problem },
) => {
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .select()
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId))
    .for("update");
  const delivery = row ?? ctx.fail(deliveryMissing({ deliveryId }));
  const isSent = delivery.state === "sent" || delivery.state === "bounced";
  if (delivery.channel !== "email" || !isSent) ctx.fail(deliveryNotSent({ deliveryId }));
  await ctx.db
    .update(deliveries)
    .set({ state: "bounced", problem })
    .where(eq(deliveries.id, deliveryId));
  await suppress(ctx.db, { hash: delivery.addressHash, problem, now });
  ctx.audit({ target: `delivery:${deliveryId}`, changes: { problem } });
};
