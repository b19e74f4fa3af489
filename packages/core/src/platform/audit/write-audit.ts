import { auditRows, tell, type Tx } from "@mainstay/db";
import type { AuditEntry } from "../../context.ts";
import { mask } from "../../mask.ts";

/**
 * Writes who did what, in the transaction of the deed. The application can never change it again, so
 * nothing secret may get in.
 */
export function writeAudit(
  tx: Tx,
  deed: {
    at: Date;
    actor: string;
    realActor: string | null;
    action: string;
    outcome: string;
    ip: string | null;
    requestId: string;
    entry: AuditEntry | null;
    /** What was asked, masked by its schema: stands where the use case does not say what changed. */
    asked: Record<string, unknown>;
  },
): void {
  const { entry, asked, ...rest } = deed;
  const row = {
    ...rest,
    target: entry?.target ?? null,
    changes: entry?.changes ? mask(entry.changes) : asked,
  };
  tell(tx, tx.insert(auditRows).values(row).toSQL());
}
