import { type Db, type LedgerFinding, ledgerReconciliations, snapshot } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { LedgerCheck } from "../../ledger-check.ts";
import { ledgerChecks } from "../../ledger-checks.ts";

export type ReconciliationRow = typeof ledgerReconciliations.$inferSelect;

const keptMost = 100;

/** Looks through the books, of one moment, and keeps what it found. */
export async function reconcile(
  db: Db,
  { by, checks = ledgerChecks }: { by: string; checks?: readonly LedgerCheck[] },
): Promise<ReconciliationRow> {
  const startedAt = new Date();
  const looked = await snapshot(db, async (tx) => {
    // A look through large books takes longer than a call may.
    await tx.execute(sql`set local statement_timeout = 0`);
    const { rows } = await tx.execute<{ accounts: string; transfers: string }>(
      sql`select (select count(*) from ledger_accounts) accounts, (select count(*) from ledger_transfers) transfers`,
    );
    const findings: LedgerFinding[] = [];
    for (const check of checks) {
      for (const found of await check.find(tx, 1_000))
        findings.push({ check: check.name, ...found });
    }
    return { findings, accounts: rows[0]?.accounts ?? 0, transfers: rows[0]?.transfers ?? 0 };
  });
  const { findings } = looked;
  const row: ReconciliationRow = {
    id: v7(),
    startedAt,
    finishedAt: new Date(),
    by,
    clean: findings.length === 0,
    found: findings.length,
    findings: findings.slice(0, keptMost),
    accounts: BigInt(looked.accounts),
    transfers: BigInt(looked.transfers),
    toldAt: null,
  };
  await db.insert(ledgerReconciliations).values(row);
  return row;
}
