import type { Logger } from "@mainstay/core";
import { type Db, outbox } from "@mainstay/db";
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { BoundJobs } from "./job-handlers.ts";
import { failPromise } from "./job-promise.ts";
import { type Pulse, startPulse } from "./pulse.ts";
import { type Found, queueId, type QueueStore } from "./queues.ts";

export interface SweepTiming {
  everyMs?: number;
  /** A job that was moved, or last seen in its queue, longer ago than this is looked up. */
  afterMs?: number;
  batch?: number;
}
interface From {
  db: Db;
  queues: QueueStore;
  jobs: BoundJobs;
  log: Logger;
  timing?: SweepTiming | undefined;
  /** Called when jobs wait for the relay again. */
  putBack: () => void;
}
type Row = typeof outbox.$inferSelect;

/** Lookups at a time; each is one short call. */
const inFlight = 20;

/**
 * Makes good what a queue has lost: its store was emptied, or the backend was changed. Moved jobs that
 * are not done in time are looked up; what is not there is promised again under the next generation.
 * Each look is bounded, and the next follows at once only while losses are found: a long queue of
 * healthy jobs costs a few hundred lookups a round.
 */
export function startSweep(from: From): Pulse {
  const log = from.log.child({ module: "sweep" });
  return startPulse({
    everyMs: from.timing?.everyMs ?? 5_000,
    task: async (signal) => {
      while ((await sweepBatch(from, log)) > 0) if (signal.aborted) return;
    },
    failed: (error) =>
      log.warn({ err: error }, "moved jobs could not be looked up; the next look will"),
  });
}

/** How many were put back. */
async function sweepBatch(from: From, log: Logger): Promise<number> {
  const rows = await takeOverdue(from);
  const lost: Row[] = [];
  for (let start = 0; start < rows.length; start += inFlight) {
    const found = await Promise.all(
      rows.slice(start, start + inFlight).map((row) => look(from, row)),
    );
    for (const { row, state } of found) {
      if (state === "missing" || state === "completed") lost.push(row);
      else if (typeof state === "object") {
        await failPromise(from.db, row, state.failed);
        log.error(
          { job: row.job, jobId: row.id, reason: state.failed },
          "job failed for good in its queue",
        );
      }
    }
  }
  const again = await putBack(from.db, lost);
  if (again > 0) {
    log.warn({ jobs: again }, "jobs were lost by their queue; they are promised again");
    from.putBack();
  }
  return again;
}

/**
 * Stamps them as seen before the lookup, so that no other sweep takes them and the next look goes on with
 * others; what is under way in a handler is locked, and passed by.
 */
function takeOverdue({ db, jobs, timing }: From): Promise<Row[]> {
  const overdue = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.state, "moved"),
        lt(outbox.movedAt, sql`now() - ${timing?.afterMs ?? 30_000} * interval '1 millisecond'`),
        inArray(outbox.job, [...jobs.keys()]),
      ),
    )
    .orderBy(asc(outbox.movedAt))
    .limit(timing?.batch ?? 300)
    .for("update", { skipLocked: true });
  return db
    .update(outbox)
    .set({ movedAt: sql`now()` })
    .where(sql`${outbox.id} = any(array(${overdue}))`)
    .returning();
}

async function look(from: From, row: Row): Promise<{ row: Row; state: Found }> {
  const queue = from.jobs.get(row.job)?.job.queue ?? row.queue;
  return { row, state: await from.queues.find(queue, queueId(row.id, row.generation)) };
}

/** A job that was done since the lookup is not moved any more, and stays done. */
async function putBack(db: Db, lost: readonly Row[]): Promise<number> {
  if (lost.length === 0) return 0;
  const seen = sql.join(
    lost.map((row) => sql`(${row.id}::uuid, ${row.generation}::int)`),
    sql`, `,
  );
  const { rowCount } = await db
    .update(outbox)
    .set({ state: "pending", generation: sql`${outbox.generation} + 1`, movedAt: null })
    .where(and(eq(outbox.state, "moved"), sql`(${outbox.id}, ${outbox.generation}) in (${seen})`));
  return rowCount ?? 0;
}
