import type { platform } from "@mainstay/contracts";
import { rates } from "@mainstay/db";
import { and, desc, eq, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { cursorOf, positionOf } from "../../page.ts";
import { rateView } from "./rate-view.ts";

export const listRateHistory: UseCase<typeof platform.rates.history> = async (ctx, input) => {
  const { takenAt, id } = rates;
  const after = positionOf(input.cursor);
  const rows = await ctx.db
    .select()
    .from(rates)
    .where(
      and(
        eq(rates.base, input.base),
        eq(rates.quote, input.quote),
        after === null
          ? undefined
          : sql`(${takenAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(takenAt), desc(id))
    .limit(input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map(rateView),
    nextCursor: last ? cursorOf([last.takenAt.toISOString(), last.id]) : null,
  };
};
