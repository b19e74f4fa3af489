import type { platform } from "@mainstay/contracts";
import { rates, rateUses } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { rateView } from "./rate-view.ts";

export const listRateUses: UseCase<typeof platform.rates.uses> = async (ctx, input) => {
  const after = idOfCursor(input.cursor);
  const rows = await ctx.db
    .select({ id: rateUses.id, usedFor: rateUses.usedFor, at: rateUses.at, rate: rates })
    .from(rateUses)
    .innerJoin(rates, eq(rates.id, rateUses.rateId))
    .where(
      and(eq(rateUses.usedFor, input.usedFor), after === null ? undefined : lt(rateUses.id, after)),
    )
    .orderBy(desc(rateUses.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, ({ id, usedFor, at, rate }) => ({
    id,
    usedFor,
    at: at.toISOString(),
    rate: rateView(rate),
  }));
};
