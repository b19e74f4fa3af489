import type { payments } from "@mainstay/contracts";
import { payIns } from "@mainstay/db";
import { and, desc, eq, gte, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor } from "../../page.ts";
import { payInScope } from "./pay-in-scope.ts";
import { payInView } from "./pay-in-view.ts";

export const listPayIns: UseCase<typeof payments.payIns.list> = async (ctx, input) => {
  const { limit } = input;
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select()
    .from(payIns)
    .where(
      and(
        payInScope(ctx.actor),
        input.storeId === undefined ? undefined : eq(payIns.storeId, input.storeId),
        input.traderId === undefined ? undefined : eq(payIns.traderId, input.traderId),
        input.state === undefined ? undefined : eq(payIns.state, input.state),
        input.reference === undefined ? undefined : eq(payIns.reference, input.reference),
        input.from === undefined ? undefined : gte(payIns.createdAt, new Date(input.from)),
        input.until === undefined ? undefined : lt(payIns.createdAt, new Date(input.until)),
        after === null ? undefined : lt(payIns.id, after),
      ),
    )
    .orderBy(desc(payIns.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const items = await Promise.all(shown.map((row) => payInView(ctx, row)));
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
};
