import type { DomainError } from "@mainstay/contracts";
import { type Db, fraudFlags, payOuts, transaction, type Tx } from "@mainstay/db";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { changePayOut } from "./change-pay-out.ts";
import { lockPayOut, nobodys, type PayOutRow } from "./pay-out-row.ts";
import { completePayOut, countTurn, releaseFunds } from "./settle-pay-out.ts";

const atMost = 200;
const by = "system:payments.end_overdue_pay_outs";
const poster = (reference: ReferenceReader) => ({
  reference,
  fail: (error: DomainError): never => {
    throw error;
  },
});

/** Each in a transaction of its own: one that cannot be ended keeps no other from it. */
export async function endOverduePayOuts(ctx: JobCtx): Promise<void> {
  let after: { deadline: Date; id: string } | null = null;
  while (!ctx.signal.aborted) {
    const rows = await overdue(ctx.db, after);
    for (const { id } of rows) {
      if (ctx.signal.aborted) return;
      try {
        await transaction(ctx.db, (tx) => endOverduePayOut(ctx, tx, id));
      } catch (error) {
        ctx.log.error({ err: error, orderId: id }, "an overdue pay-out could not be ended");
      }
    }
    if (rows.length < atMost) return;
    const last = rows.at(-1);
    after = last?.deadline ? { deadline: last.deadline, id: last.id } : null;
  }
}

const overdue = (db: Db, after: { deadline: Date; id: string } | null) =>
  db
    .select({ id: payOuts.id, deadline: payOuts.deadline })
    .from(payOuts)
    .where(
      and(
        lte(payOuts.deadline, sql`now()`),
        after === null
          ? undefined
          : sql`(${payOuts.deadline}, ${payOuts.id}) > (${after.deadline.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(payOuts.deadline), asc(payOuts.id))
    .limit(atMost);

/** What a deadline does to the state it belongs to. Once it is being sent it gives nothing back and asks nobody else. */
export async function endOverduePayOut(
  { reference }: { readonly reference: ReferenceReader },
  tx: Tx,
  orderId: string,
): Promise<PayOutRow | null> {
  const ctx = poster(reference);
  const row = await lockPayOut(tx, orderId);
  if (!row || !(await isOverdue(tx, row))) return null;
  const why = "its time was over";
  switch (row.state) {
    case "matching":
      await releaseFunds(ctx, tx, row);
      return changePayOut(ctx, tx, row, { event: "give_up", by, why });
    case "offered":
    case "accepted":
      await countTurn(tx, row, "failed");
      return changePayOut(ctx, tx, row, {
        event: "lapse",
        by,
        why,
        set: { ...nobodys, acceptedAt: null, deadline: row.matchUntil },
      });
    case "sending":
      return changePayOut(ctx, tx, row, { event: "stall", by, why });
    case "proof_uploaded":
      // No timer pays for what was shown for another order, too.
      if (await isFlagged(tx, row))
        return changePayOut(ctx, tx, row, {
          event: "stall",
          by,
          why: "its proof was shown elsewhere",
        });
      return completePayOut(ctx, tx, row, { event: "accept_proof", by, why });
    default:
      return null;
  }
}

async function isFlagged(tx: Tx, { id }: PayOutRow): Promise<boolean> {
  const [flag] = await tx
    .select({ rule: fraudFlags.rule })
    .from(fraudFlags)
    .where(eq(fraudFlags.orderId, id))
    .limit(1);
  return flag !== undefined;
}

async function isOverdue(tx: Tx, { deadline }: PayOutRow): Promise<boolean> {
  if (deadline === null) return false;
  const { rows } = await tx.execute<{ over: boolean }>(
    sql`select ${deadline.toISOString()}::timestamptz <= clock_timestamp() as over`,
  );
  return rows[0]?.over ?? false;
}
