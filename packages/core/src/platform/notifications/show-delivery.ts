import { deliveryMissing, type platform } from "@mainstay/contracts";
import { deliveries, deliveryAttempts } from "@mainstay/db";
import { asc, eq } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { deliveryView } from "./delivery-view.ts";

export const showDelivery: UseCase<typeof platform.deliveries.show> = async (
  ctx,
  { deliveryId },
) => {
  const [row] = await ctx.db.select().from(deliveries).where(eq(deliveries.id, deliveryId));
  const delivery = row ?? ctx.fail(deliveryMissing({ deliveryId }));
  const attempts = await ctx.db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
    .orderBy(asc(deliveryAttempts.number));
  return {
    ...deliveryView(delivery),
    attempts: attempts.map(({ number, startedAt, endedAt, outcome, answer }) => ({
      number,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      outcome,
      answer,
    })),
  };
};
