import { type payments, readStores } from "@mainstay/contracts";
import { stores } from "@mainstay/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { requireMerchant } from "../merchants/require-merchant.ts";
import { storeViews } from "./store-view.ts";

export const listStores: UseCase<typeof payments.stores.list> = async (
  ctx,
  { cursor, limit, merchantId, state },
) => {
  const after = idOfCursor(cursor);
  if (merchantId !== undefined) await requireMerchant(ctx, merchantId, readStores);
  const scopes = ctx.actor.scopesOf(readStores);
  const rows = await ctx.db
    .select()
    .from(stores)
    .where(
      and(
        scopes === "everywhere"
          ? undefined
          : inArray(
              stores.merchantId,
              scopes.map(({ id }) => id),
            ),
        merchantId === undefined ? undefined : eq(stores.merchantId, merchantId),
        state === undefined ? undefined : eq(stores.state, state),
        after === null ? undefined : lt(stores.id, after),
      ),
    )
    .orderBy(desc(stores.id))
    .limit(limit + 1);
  const { items, nextCursor } = pageOf(rows, limit, (row) => row);
  return { items: await storeViews(ctx, items), nextCursor };
};
