import { orderLooks, type payIns, type payOuts, transaction, type Tx } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

/** Of one run: with more the last would wait for all others, and runs would overlap. */
const atMost = 100;

/**
 * Looks again at orders that nobody has, each in a transaction of its own: those first whose look is due the
 * longest, so that a thousand in vain keep no new one waiting. One for which `look` finds nobody waits longer
 * each time: 2 seconds up to 10, less up to a fifth, so that those of one moment part.
 */
export async function lookAgain(
  ctx: Pick<JobCtx, "db" | "log" | "signal">,
  orders: typeof payIns | typeof payOuts,
  look: (tx: Tx, orderId: string) => Promise<"found" | "waits">,
): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select o.id from ${orders} o left join ${orderLooks} l on l.order_id = o.id
     where o.state = 'matching' and coalesce(l.next_at, o.created_at) <= now()
     order by coalesce(l.next_at, o.created_at), o.id limit ${atMost}`);
  for (const { id } of rows) {
    if (ctx.signal.aborted) return;
    try {
      await transaction(ctx.db, async (tx) => {
        if ((await look(tx, id)) === "found")
          await tx.delete(orderLooks).where(eq(orderLooks.orderId, id));
        else await lookLater(tx, id);
      });
    } catch (error) {
      ctx.log.error({ err: error, orderId: id }, "nobody could be looked for for an order");
      // Or it would come first in each run.
      await transaction(ctx.db, (tx) => lookLater(tx, id));
    }
  }
}

const lookLater = (tx: Tx, orderId: string) =>
  tx.execute(sql`
    insert into ${orderLooks} as l (order_id, looks, next_at) values (${orderId}::uuid, 1, ${after(sql`1`)})
    on conflict (order_id) do update
       set looks = least(l.looks + 1, 1000), next_at = ${after(sql`l.looks + 1`)}`);

const after = (looks: ReturnType<typeof sql>) =>
  sql`clock_timestamp() + least(10, 2 * (${looks})) * (0.8 + 0.2 * random()) * interval '1 second'`;
