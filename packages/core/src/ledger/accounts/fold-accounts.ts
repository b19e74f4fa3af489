import type { Db } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

/** Of each account. */
const atMost = 5_000;

export async function foldAccounts(ctx: JobCtx): Promise<void> {
  while (!ctx.signal.aborted && (await foldTails(ctx.db)) >= atMost);
}

/** How many rows it folded; none where another process is at it. */
export async function foldTails(db: Db): Promise<number> {
  const { rows } = await db.execute<{ folded: number }>(
    sql`select folded from ledger_fold(${atMost})`,
  );
  return rows[0]?.folded ?? 0;
}
