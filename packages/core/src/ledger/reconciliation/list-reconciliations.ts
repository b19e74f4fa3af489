import type { ledger } from "@mainstay/contracts";
import { ledgerReconciliations } from "@mainstay/db";
import { and, desc, eq, lt } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { idOfCursor, pageOf } from "../../page.ts";

export const listReconciliations: UseCase<typeof ledger.reconciliations.list> = async (
  ctx,
  { cursor, limit, clean },
) => {
  const after = idOfCursor(cursor);
  const rows = await ctx.db
    .select()
    .from(ledgerReconciliations)
    .where(
      and(
        clean === undefined ? undefined : eq(ledgerReconciliations.clean, clean),
        after === null ? undefined : lt(ledgerReconciliations.id, after),
      ),
    )
    .orderBy(desc(ledgerReconciliations.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => ({
    id: row.id,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt.toISOString(),
    by: row.by,
    clean: row.clean,
    found: row.found,
    findings: [...row.findings],
    accounts: String(row.accounts),
    transfers: String(row.transfers),
  }));
};
