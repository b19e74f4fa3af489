import { type payments, readMerchantEvents } from "@mainstay/contracts";
import { paymentEvents } from "@mainstay/db";
import { and, eq, inArray } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { readFeed, stampFeed } from "../../platform/index.ts";
import { requireStore } from "../stores/require-store.ts";
import { eventView } from "./event-view.ts";

export const listEvents: UseCase<typeof payments.events.list> = async (
  ctx,
  { storeId, after = "0", limit },
) => {
  if (storeId !== undefined) await requireStore(ctx, storeId, readMerchantEvents);
  // What was committed before the question is in the answer, whether a worker has looked or not.
  while (await stampFeed(ctx.db, paymentEvents));
  const scopes = ctx.actor.scopesOf(readMerchantEvents);
  const merchantIds = scopes === "everywhere" ? null : scopes.map(({ id }) => id);
  const rows = await readFeed(ctx.db, paymentEvents, {
    after: Number(after),
    where: and(
      merchantIds === null ? undefined : inArray(paymentEvents.merchantId, merchantIds),
      storeId === undefined ? undefined : eq(paymentEvents.storeId, storeId),
    ),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return {
    items: items.map(eventView),
    next: String(items.at(-1)?.position ?? Number(after)),
    more: rows.length > limit,
  };
};
