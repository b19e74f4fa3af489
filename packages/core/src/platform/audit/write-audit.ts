import { auditRows, type Tx } from "@mainstay/db";
import type { AuditEntry } from "../../context.ts";

/** Writes who did what, in the transaction of the deed. The application can never change it again. */
export async function writeAudit(
  tx: Tx,
  deed: {
    at: Date;
    actor: string;
    realActor?: string | null;
    action: string;
    outcome: string;
    ip: string | null;
    requestId: string;
    entry: AuditEntry | null;
  },
): Promise<void> {
  const { entry, ...rest } = deed;
  await tx
    .insert(auditRows)
    .values({ ...rest, target: entry?.target ?? null, changes: entry?.changes ?? {} });
}
