import { payIns, transaction } from "@mainstay/db";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { matchPayIn } from "./match-pay-in.ts";

const atMost = 100;
const by = "system:payments.match_pay_ins";

/** Oldest first, each in a transaction of its own; one that somebody else has in hand is left to them. */
export async function matchPayIns(ctx: JobCtx): Promise<void> {
  let after: string | null = null;
  while (!ctx.signal.aborted) {
    const waiting = and(
      eq(payIns.state, "matching"),
      after === null ? undefined : gt(payIns.id, after),
    );
    const rows = await ctx.db
      .select({ id: payIns.id })
      .from(payIns)
      .where(waiting)
      .orderBy(asc(payIns.id))
      .limit(atMost);
    for (const { id } of rows) {
      if (ctx.signal.aborted) return;
      try {
        await matchOne(ctx, id);
      } catch (error) {
        ctx.log.error({ err: error, orderId: id }, "a pay-in could not be matched");
      }
    }
    if (rows.length < atMost) return;
    after = rows.at(-1)?.id ?? null;
  }
}

async function matchOne(ctx: JobCtx, orderId: string): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    const [row] = await tx
      .select()
      .from(payIns)
      .where(
        and(
          eq(payIns.id, orderId),
          eq(payIns.state, "matching"),
          // One whose time is over is another job's, which ends it.
          sql`${payIns.deadline} > now()`,
        ),
      )
      .for("update", { skipLocked: true });
    if (row) await matchPayIn(ctx, tx, row, by);
  });
}
