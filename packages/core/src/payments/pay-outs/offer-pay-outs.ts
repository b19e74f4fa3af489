import { payOuts, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import { lookAgain } from "../orders/looks.ts";
import { offerPayOut } from "./offer-pay-out.ts";
import type { PayOutRow } from "./pay-out-row.ts";

const by = "system:payments.offer_pay_outs";

/** One that somebody else has in hand is left to them. */
export async function offerPayOuts(
  ctx: Pick<JobCtx, "db" | "log" | "settings" | "reference" | "sealer" | "keyKind" | "signal">,
): Promise<void> {
  await lookAgain(ctx, payOuts, async (tx, orderId) => {
    const row = await waiting(tx, orderId);
    const offered = row && (await offerPayOut(ctx, tx, row, by));
    return offered?.state === "offered" ? "found" : "waits";
  });
}

async function waiting(tx: Tx, orderId: string): Promise<PayOutRow | undefined> {
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
  return row;
}
