import type { Logger } from "@mainstay/core";
import { inTime } from "./deadline.ts";
import type { Pulse } from "./pulse.ts";
import type { Process, Queues, QueueWorker } from "./queues.ts";

/** Ready means that jobs are consumed, not that connections are open. */
export interface WorkerHealth {
  readonly ready: boolean;
  readonly problems: readonly string[];
}

/** A relay that has not looked for this long is stuck, or cannot reach the database. */
const relayMs = 15_000;
/** With jobs waiting and hands free, one is taken far sooner. */
const consumeMs = 30_000;
const probeMs = 2_000;

/** A BullMQ worker that knows when it last took a job. */
export interface WatchedWorker {
  readonly worker: QueueWorker;
  problem(): Promise<string | null>;
}

export function watchWorker(from: {
  queues: Queues;
  queue: string;
  process: Process;
  concurrency: number;
  log: Logger;
}): WatchedWorker {
  const { queues, queue, concurrency } = from;
  let active = 0;
  let tookAt = performance.now();
  const counted: Process = async (delivered, token) => {
    active += 1;
    tookAt = performance.now();
    try {
      await from.process(delivered, token);
    } finally {
      active -= 1;
    }
  };
  const worker = queues.worker(queue, counted, { concurrency });

  return {
    worker,
    async problem() {
      if (!worker.isRunning()) return `the worker of queue ${queue} does not run`;
      if (active >= concurrency || performance.now() - tookAt < consumeMs) return null;
      // Idle, or stuck? The queue itself knows whether something waits.
      const waiting = await waitingIn(from);
      if (waiting === null) return `queue ${queue} does not answer`;
      if (waiting > 0) return `queue ${queue} has ${waiting} jobs waiting, and none is taken`;
      tookAt = performance.now();
      return null;
    },
  };
}

async function waitingIn({
  queues,
  queue,
  log,
}: Parameters<typeof watchWorker>[0]): Promise<number | null> {
  try {
    const counts = await inTime(probeMs, queues.queue(queue).getJobCounts("wait", "prioritized"));
    return counts && Object.values(counts.value).reduce((sum, count) => sum + count, 0);
  } catch (error) {
    log.warn({ err: error, queue }, "a queue could not be asked");
    return null;
  }
}

export async function lookAt(
  relay: Pulse,
  workers: readonly WatchedWorker[],
): Promise<WorkerHealth> {
  const late = relay.succeededAt === null || performance.now() - relay.succeededAt > relayMs;
  const problems = [
    late ? "promised jobs are not being moved" : null,
    ...(await Promise.all(workers.map((each) => each.problem()))),
  ].filter((problem) => problem !== null);
  return { ready: problems.length === 0, problems };
}
