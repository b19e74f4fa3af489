import { type payments, readMerchants } from "@mainstay/contracts";
import { merchants } from "@mainstay/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { merchantView } from "./merchant-view.ts";

export const listMerchants: UseCase<typeof payments.merchants.list> = async (
  ctx,
  { cursor, limit, state },
) => {
  const after = idOfCursor(cursor);
  const scopes = ctx.actor.scopesOf(readMerchants);
  const rows = await ctx.db
    .select()
    .from(merchants)
    .where(
      and(
        scopes === "everywhere"
          ? undefined
          : inArray(
              merchants.id,
              scopes.map(({ id }) => id),
            ),
        state === undefined ? undefined : eq(merchants.state, state),
        after === null ? undefined : lt(merchants.id, after),
      ),
    )
    .orderBy(desc(merchants.id))
    .limit(limit + 1);
  return pageOf(rows, limit, merchantView);
};
