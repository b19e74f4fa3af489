import type { platform } from "@mainstay/contracts";
import { clientErrors } from "@mainstay/db";
import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { cursorOf, positionOf } from "../../page.ts";

/** What happens again while the pages are read moves to the front: it is then shown twice, never left out. */
export const listClientErrors: UseCase<typeof platform.clientErrors.list> = async (ctx, input) => {
  const { lastAt, id } = clientErrors;
  const after = positionOf(input.cursor);
  const { fingerprint: _fingerprint, ...columns } = getTableColumns(clientErrors);
  const rows = await ctx.db
    .select(columns)
    .from(clientErrors)
    .where(
      and(
        input.app === undefined ? undefined : eq(clientErrors.app, input.app),
        after === null
          ? undefined
          : sql`(${lastAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(lastAt), desc(id))
    .limit(input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => ({
      ...row,
      firstAt: row.firstAt.toISOString(),
      lastAt: row.lastAt.toISOString(),
    })),
    nextCursor: last ? cursorOf([last.lastAt.toISOString(), last.id]) : null,
  };
};
