import { payIns, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { lookAgain } from "../orders/looks.ts";
import { matchPayIn } from "./match-pay-in.ts";

const by = "system:payments.match_pay_ins";

/** One that somebody else has in hand is left to them. */
export async function matchPayIns(
  ctx: Pick<JobCtx, "db" | "log" | "settings" | "reference" | "sealer" | "keyKind" | "signal">,
): Promise<void> {
  await lookAgain(ctx, payIns, async (tx, orderId) => {
    const row = await waiting(tx, orderId);
    const matched = row && (await matchPayIn(ctx, tx, row, by));
    return matched?.state === "assigned" ? "found" : "waits";
  });
}

async function waiting(tx: Tx, orderId: string): Promise<typeof payIns.$inferSelect | undefined> {
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
  return row;
}
