import { type Bus, type Logger, outboxTopic } from "@mainstay/core";
import { type Db, outbox, transaction } from "@mainstay/db";
import { and, asc, count, eq, inArray, lte, notInArray, sql } from "drizzle-orm";
import { inTime } from "./deadline.ts";
import type { BoundJobs } from "./job-handlers.ts";
import { type Pulse, startPulse } from "./pulse.ts";
import { type Entry, queueId, type QueueStore } from "./queues.ts";

export interface RelayTiming {
  /** The guarantee behind the bus, and how exactly `runAt` is kept. */
  pollMs?: number;
  batch?: number;
}
interface From {
  db: Db;
  bus: Bus;
  queues: QueueStore;
  jobs: BoundJobs;
  log: Logger;
  timing?: RelayTiming | undefined;
}

/** Rows are locked meanwhile; what is added later than this is known by its id when it is added again. */
const addMs = 10_000;
/** What its queue refuses is tried again after this, and does not hold up what comes behind it. */
const refusedDelay = sql`now() + interval '1 minute'`;
/** How often jobs that this release does not know are mentioned. */
const reportMs = 60_000;

/**
 * Moves promised jobs from the outbox to the queues. Any number of relays may run: each takes rows that
 * no other holds. A relay that dies after adding and before committing leaves its rows pending; they are
 * added again under the same id, which BullMQ takes once.
 */
export function startRelay(from: From): Pulse {
  const log = from.log.child({ module: "relay" });
  const batch = from.timing?.batch ?? 500;
  let reportedAt = -Infinity;
  const pulse = startPulse({
    everyMs: from.timing?.pollMs ?? 1_000,
    task: async (signal) => {
      while ((await moveBatch({ ...from, log }, batch)) === batch) if (signal.aborted) return;
      if (performance.now() - reportedAt < reportMs) return;
      reportedAt = performance.now();
      await reportUnknown(from, log);
    },
    failed: (error) =>
      log.warn({ err: error }, "promised jobs could not be moved; the next look will"),
  });
  const off = from.bus.on(outboxTopic, pulse.wake, pulse.wake);
  return {
    wake: pulse.wake,
    stop() {
      off();
      return pulse.stop();
    },
    get succeededAt() {
      return pulse.succeededAt;
    },
  };
}

/** Rows of unknown jobs stay where they are: a worker that knows them will come. */
function moveBatch(from: From, batch: number): Promise<number> {
  const { jobs } = from;
  return transaction(from.db, async (tx) => {
    const due = await tx
      .select()
      .from(outbox)
      .where(and(isDue, inArray(outbox.job, [...jobs.keys()])))
      .orderBy(asc(outbox.runAt))
      .limit(batch)
      .for("update", { skipLocked: true });
    if (due.length === 0) return 0;
    const byQueue = new Map<string, Promised[]>();
    for (const row of due) {
      const job = jobs.get(row.job)?.job;
      if (!job) continue;
      const entries = byQueue.get(job.queue) ?? [];
      byQueue.set(job.queue, entries);
      const carried = { payload: row.payload, trace: row.trace };
      entries.push({ outboxId: row.id, id: queueId(row.id, row.generation), job, carried });
    }
    const adding = [...byQueue].map(([queue, entries]) => addAll(from, queue, entries));
    const added = await inTime(addMs, Promise.all(adding));
    if (!added) throw new Error("the queues do not answer");
    const refused = new Set(added.value.flat());
    const moved = due.map(({ id }) => id).filter((id) => !refused.has(id));
    await tx
      .update(outbox)
      .set({ state: "moved", movedAt: sql`now()` })
      .where(inArray(outbox.id, moved));
    if (refused.size > 0) {
      await tx
        .update(outbox)
        .set({ runAt: refusedDelay })
        .where(inArray(outbox.id, [...refused]));
    }
    return due.length;
  });
}

interface Promised extends Entry {
  readonly outboxId: string;
}

/** The outbox ids of those that the queue refused; rejects when it cannot be reached. */
async function addAll(
  { queues, log }: From,
  queue: string,
  entries: readonly Promised[],
): Promise<string[]> {
  try {
    await queues.add(queue, entries);
    return [];
  } catch (error) {
    log.warn({ err: error, queue, jobs: entries.length }, "jobs could not be moved together");
  }
  const refused: string[] = [];
  for (const entry of entries) {
    try {
      await queues.add(queue, [entry]);
    } catch (error) {
      // A queue that answers refuses this one; one that does not is away for all of them.
      await queues.find(queue, entry.id);
      log.error(
        { err: error, job: entry.job.job, jobId: entry.outboxId },
        "a promised job is refused by its queue; it will be tried again in a minute",
      );
      refused.push(entry.outboxId);
    }
  }
  return refused;
}

const isDue = and(eq(outbox.state, "pending"), lte(outbox.runAt, sql`now()`));

async function reportUnknown({ db, jobs }: From, log: Logger): Promise<void> {
  const unknown = await db
    .select({ job: outbox.job, waiting: count() })
    .from(outbox)
    .where(and(isDue, notInArray(outbox.job, [...jobs.keys()])))
    .groupBy(outbox.job);
  for (const row of unknown) {
    log.warn(row, "jobs wait for a worker that knows them; this release does not");
  }
}
