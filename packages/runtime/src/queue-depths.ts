import type { QueueDepth } from "./metrics.ts";
import type { JobQueue } from "./queues.ts";

/** Where queues stand, for who watches them. */
export const queueDepths = (queues: readonly JobQueue[]): Promise<QueueDepth[]> =>
  Promise.all(queues.map(depthOf));

async function depthOf(queue: JobQueue): Promise<QueueDepth> {
  const [counts, front] = await Promise.all([
    queue.getJobCounts("wait", "prioritized", "active", "delayed", "failed"),
    queue.getJobs(["wait", "prioritized"], 0, 0, true),
  ]);
  const addedAt = front.map((job) => job.timestamp);
  const oldest = addedAt.length === 0 ? 0 : Date.now() - Math.min(...addedAt);
  return { queue: queue.name, counts, oldestSeconds: Math.max(0, oldest) / 1_000 };
}
