import { reconciliationDays } from "@mainstay/contracts";
import { ledgerReconciliations, transaction } from "@mainstay/db";
import { desc, eq, isNotNull, lt } from "drizzle-orm";
import { adminRecipients } from "../../identity/index.ts";
import type { JobCtx } from "../../job-context.ts";
import { notify } from "../../platform/index.ts";
import { booksNotCleanNotice } from "../mail/books-not-clean.ts";
import { reconcile, type ReconciliationRow } from "./reconcile.ts";

const dayMs = 86_400_000;

/** By the schedule: looks, forgets what is old, and tells administrators where the books are not clean. */
export async function reconcileLedger(ctx: JobCtx): Promise<void> {
  const [told] = await ctx.db
    .select()
    .from(ledgerReconciliations)
    .where(isNotNull(ledgerReconciliations.toldAt))
    .orderBy(desc(ledgerReconciliations.startedAt))
    .limit(1);
  const [last] = await ctx.db
    .select()
    .from(ledgerReconciliations)
    .orderBy(desc(ledgerReconciliations.startedAt))
    .limit(1);
  const found = await reconcile(ctx.db, { by: "system" });
  const days = await ctx.settings.get(reconciliationDays);
  const until = new Date(ctx.clock.now().getTime() - days * dayMs);
  await ctx.db.delete(ledgerReconciliations).where(lt(ledgerReconciliations.startedAt, until));
  if (found.clean) return;
  ctx.log.error(
    { found: found.found, findings: found.findings.slice(0, 5) },
    "the books are not clean",
  );
  // Not each hour again for the same faults, but once a day while they last.
  const known = told && last && !last.clean && summaryOf(told) === summaryOf(found);
  if (!known || found.startedAt.getTime() - told.startedAt.getTime() >= dayMs)
    await tellAdmins(ctx, found);
}

const summaryOf = ({ findings }: ReconciliationRow): string =>
  JSON.stringify(findings.map(({ check, subject }) => [check, subject]));

async function tellAdmins(ctx: JobCtx, { id, found, findings }: ReconciliationRow): Promise<void> {
  const [first] = findings;
  if (!first) return;
  await transaction(ctx.db, async (tx) => {
    const admins = await adminRecipients(tx);
    for (const admin of admins) {
      await notify(ctx, tx, admin, booksNotCleanNotice, { found, ...first });
    }
    if (admins.length === 0) return;
    await tx
      .update(ledgerReconciliations)
      .set({ toldAt: ctx.clock.now() })
      .where(eq(ledgerReconciliations.id, id));
  });
}
