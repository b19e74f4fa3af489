import { payOuts, transaction } from "@mainstay/db";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { offerPayOut } from "./offer-pay-out.ts";

const atMost = 100;
const by = "system:payments.offer_pay_outs";

/** Oldest first, each in a transaction of its own; one that somebody else has in hand is left to them. */
export async function offerPayOuts(
  ctx: Pick<JobCtx, "db" | "log" | "settings" | "reference" | "signal">,
): Promise<void> {
  let after: string | null = null;
  while (!ctx.signal.aborted) {
    const waiting = and(
      eq(payOuts.state, "matching"),
      after === null ? undefined : gt(payOuts.id, after),
    );
    const rows = await ctx.db
      .select({ id: payOuts.id })
      .from(payOuts)
      .where(waiting)
      .orderBy(asc(payOuts.id))
      .limit(atMost);
    for (const { id } of rows) {
      if (ctx.signal.aborted) return;
      try {
        await offerOne(ctx, id);
      } catch (error) {
        ctx.log.error({ err: error, orderId: id }, "a pay-out could not be offered");
      }
    }
    if (rows.length < atMost) return;
    after = rows.at(-1)?.id ?? null;
  }
}

async function offerOne(
  ctx: Pick<JobCtx, "db" | "settings" | "reference">,
  orderId: string,
): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    const [row] = await tx
      .select()
      .from(payOuts)
      .where(
        and(
          eq(payOuts.id, orderId),
          eq(payOuts.state, "matching"),
          // One whose time is over is another job's, which ends it.
          sql`${payOuts.matchUntil} > now()`,
        ),
      )
      .for("update", { skipLocked: true });
    if (row) await offerPayOut(ctx, tx, row, by);
  });
}
