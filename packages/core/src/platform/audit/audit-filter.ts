import { auditRows } from "@mainstay/db";
import { and, eq, gte, lt, type SQL } from "drizzle-orm";

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const auditWhere = ({ actor, action, target, from, to }: AuditFilter): SQL | undefined =>
  and(
    actor === undefined ? undefined : eq(auditRows.actor, actor),
    action === undefined ? undefined : eq(auditRows.action, action),
    target === undefined ? undefined : eq(auditRows.target, target),
    from === undefined ? undefined : gte(auditRows.at, new Date(from)),
    to === undefined ? undefined : lt(auditRows.at, new Date(to)),
  );
