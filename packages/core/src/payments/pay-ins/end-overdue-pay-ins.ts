import { type DomainError } from "@mainstay/contracts";
import { type Db, payIns, transaction, type Tx } from "@mainstay/db";
import { and, asc, lte, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";
import type { ReferenceReader } from "../../platform/index.ts";
import { changePayIn } from "./change-pay-in.ts";
import { countLapse, freeRequisite, lateEnd } from "./free-requisite.ts";
import { lockPayIn, type PayInRow } from "./pay-in-row.ts";
import { releaseHold } from "./settle-pay-in.ts";

const atMost = 200;
const by = "system:payments.end_overdue_pay_ins";
const poster = (reference: ReferenceReader) => ({
  reference,
  fail: (error: DomainError): never => {
    throw error;
  },
});

/** Each in a transaction of its own: one that cannot be ended keeps no other from it. */
export async function endOverduePayIns(ctx: JobCtx): Promise<void> {
  let after: Overdue | null = null;
  while (!ctx.signal.aborted) {
    const rows = await overdue(ctx.db, after);
    for (const { id } of rows) {
      if (ctx.signal.aborted) return;
      try {
        await transaction(ctx.db, (tx) => endOverdue(ctx, tx, id));
      } catch (error) {
        ctx.log.error({ err: error, orderId: id }, "an overdue pay-in could not be ended");
      }
    }
    if (rows.length < atMost) return;
    after = rows.at(-1) ?? null;
  }
}

interface Overdue {
  readonly id: string;
  readonly deadline: Date | null;
}
const overdue = (db: Db, after: Overdue | null): Promise<Overdue[]> =>
  db
    .select({ id: payIns.id, deadline: payIns.deadline })
    .from(payIns)
    .where(
      and(
        lte(payIns.deadline, sql`now()`),
        after === null
          ? undefined
          : sql`(${payIns.deadline}, ${payIns.id}) > (${after.deadline?.toISOString() ?? null}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(payIns.deadline), payIns.id)
    .limit(atMost);

/** What a deadline does to the state it belongs to. After the payer said that it was paid it gives nothing back. */
export async function endOverdue(
  { reference }: { readonly reference: ReferenceReader },
  tx: Tx,
  orderId: string,
): Promise<PayInRow | null> {
  const ctx = poster(reference);
  const row = await lockPayIn(tx, orderId);
  if (!row || !(await isOverdue(tx, row))) return null;
  const why = "its time was over";
  switch (row.state) {
    case "in_review":
      return changePayIn(ctx, tx, row, { event: "reject", by, why });
    case "matching":
      return changePayIn(ctx, tx, row, { event: "give_up", by, why });
    case "paid_claimed":
      await countLapse(tx, row);
      return changePayIn(ctx, tx, row, { event: "dispute", by, why });
    case "assigned":
      await freeRequisite(tx, row, { paid: false, live: true });
      await releaseHold(ctx, tx, row);
      return changePayIn(ctx, tx, row, {
        event: "expire",
        by,
        why,
        set: { holdId: null, lateUntil: await lateEnd(tx, row) },
      });
    default:
      return null;
  }
}

async function isOverdue(tx: Tx, { deadline }: PayInRow): Promise<boolean> {
  if (deadline === null) return false;
  const { rows } = await tx.execute<{ over: boolean }>(
    sql`select ${deadline.toISOString()}::timestamptz <= clock_timestamp() as over`,
  );
  return rows[0]?.over ?? false;
}
