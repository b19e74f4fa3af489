import type { payments } from "@mainstay/contracts";
import { payOuts } from "@mainstay/db";
import { and, desc, eq, gte, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor } from "../../page.ts";
import { payOutScope } from "./pay-out-scope.ts";
import { payOutView } from "./pay-out-view.ts";

export const listPayOuts: UseCase<typeof payments.payOuts.list> = async (ctx, input) => {
  const { limit } = input;
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(payOuts)
    .where(
      and(
        payOutScope(ctx.actor),
        input.storeId === undefined ? undefined : eq(payOuts.storeId, input.storeId),
        input.traderId === undefined ? undefined : eq(payOuts.traderId, input.traderId),
        input.state === undefined ? undefined : eq(payOuts.state, input.state),
        input.reference === undefined ? undefined : eq(payOuts.reference, input.reference),
        input.from === undefined ? undefined : gte(payOuts.createdAt, new Date(input.from)),
        input.until === undefined ? undefined : lt(payOuts.createdAt, new Date(input.until)),
        after === null ? undefined : lt(payOuts.id, after),
      ),
    )
    .orderBy(desc(payOuts.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const items = await Promise.all(shown.map((row) => payOutView(ctx, row)));
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
};
