import type { platform } from "@mainstay/contracts";
import { auditRows, type Db } from "@mainstay/db";
import { and, lte } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { csvOf } from "../../csv.ts";
import { endOfFeed, readFeed, stampFeed } from "../feed/feed.ts";
import { type AuditFilter, auditWhere } from "./audit-filter.ts";

const columns = [
  "position",
  "id",
  "at",
  "actor",
  "realActor",
  "action",
  "target",
  "outcome",
  "changes",
  "ip",
  "requestId",
] as const;

export const exportAudit: UseCase<typeof platform.audit.export> = (ctx, input) =>
  exportAuditOf(ctx.db, input);

/**
 * In the order of positions, so that whoever goes on after the last one misses no row that was committed
 * late. Beyond the end, which is asked first, there may be rows that were stamped meanwhile.
 */
export async function exportAuditOf(
  db: Db,
  { after, limit, ...filter }: AuditFilter & { after: number; limit: number },
): Promise<{ csv: string; rows: number; position: number; more: boolean }> {
  while (await stampFeed(db, auditRows));
  const end = await endOfFeed(db, auditRows);
  const where = and(lte(auditRows.position, end), auditWhere(filter));
  const found = await readFeed(db, auditRows, { after, where, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const more = found.length > limit;
  const lines = shown.map((row) => [
    row.position,
    row.id,
    row.at.toISOString(),
    row.actor,
    row.realActor,
    row.action,
    row.target,
    row.outcome,
    JSON.stringify(row.changes),
    row.ip,
    row.requestId,
  ]);
  return {
    csv: csvOf(after === 0 ? [columns, ...lines] : lines),
    rows: shown.length,
    position: more ? (shown.at(-1)?.position ?? after) : Math.max(after, end),
    more,
  };
}
