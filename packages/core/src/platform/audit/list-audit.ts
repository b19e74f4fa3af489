import type { AuditItem, platform } from "@mainstay/contracts";
import { auditRows, type DbOrTx } from "@mainstay/db";
import { and, desc, lt } from "drizzle-orm";
import type { z } from "zod";
import type { UseCase } from "../../context.ts";
import { type AuditFilter, auditWhere } from "./audit-filter.ts";
import { idOfCursor, pageOf } from "../../page.ts";

export const listAudit: UseCase<typeof platform.audit.list> = (ctx, input) =>
  listAuditOf(ctx.db, input);

/** For whoever may see what the filter leaves: that is the caller's to know. */
export async function listAuditOf(
  db: DbOrTx,
  filter: AuditFilter & { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ items: z.input<typeof AuditItem>[]; nextCursor: string | null }> {
  const after = idOfCursor(filter.cursor);
  const rows = await db
    .select()
    .from(auditRows)
    .where(and(auditWhere(filter), after === null ? undefined : lt(auditRows.id, after)))
    .orderBy(desc(auditRows.id))
    .limit(filter.limit + 1);
  return pageOf(rows, filter.limit, (row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    realActor: row.realActor,
    action: row.action,
    target: row.target,
    outcome: row.outcome,
    changes: row.changes as z.input<typeof AuditItem>["changes"],
    ip: row.ip,
    requestId: row.requestId,
  }));
}
