import type { payments } from "@mainstay/contracts";
import { fraudEntries } from "@mainstay/db";
import { and, desc, eq, inArray, lt, not } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";
import { entryView } from "./entry-view.ts";
import { counting } from "./is-listed.ts";
import { subjectOf } from "./subject-of.ts";

export const listEntries: UseCase<typeof payments.fraud.list> = async (ctx, input) => {
  const { limit, kind } = input;
  const after = idOfCursor(input.cursor);
  const of = input.subject === undefined ? null : await subjectOf(ctx, input.subject);
  const rows = await ctx.db
    .select()
    .from(fraudEntries)
    .where(
      and(
        kind === undefined ? undefined : eq(fraudEntries.kind, kind),
        of === null ? undefined : eq(fraudEntries.kind, of.kind),
        of === null ? undefined : inArray(fraudEntries.hash, [...of.hashes]),
        input.counting === true ? counting : undefined,
        input.counting === false ? not(counting) : undefined,
        after === null ? undefined : lt(fraudEntries.id, after),
      ),
    )
    .orderBy(desc(fraudEntries.id))
    .limit(limit + 1);
  const now = ctx.clock.now();
  return pageOf(rows, limit, (row) => entryView(row, now));
};
