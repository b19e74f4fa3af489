import type { Job, Payload } from "@mainstay/contracts";
import { outbox, tell, type Tx, wakeAfterCommit } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { currentTrace } from "../../trace.ts";

export const outboxTopic = "outbox";

/**
 * Promises a job in the transaction of its cause: it runs at least once after the commit, and never if
 * there is none. With a `key`, a second one is not taken while the first is not done.
 */
export function enqueue<J extends Job>(
  tx: Tx,
  job: J,
  payload: Payload<J>,
  options: { key?: string; runAt?: Date } = {},
): void {
  const promised = tx
    .insert(outbox)
    .values({
      job: job.job,
      queue: job.queue,
      payload: job.payload.parse(payload),
      key: options.key ?? null,
      runAt: options.runAt ?? sql`now()`,
      createdAt: sql`now()`,
      trace: currentTrace(),
    })
    .onConflictDoNothing({
      target: [outbox.job, outbox.key],
      where: sql`${outbox.state} in ('pending', 'moved')`,
    });
  tell(tx, promised.toSQL());
  if (options.runAt === undefined) wakeAfterCommit(tx, outboxTopic);
}
