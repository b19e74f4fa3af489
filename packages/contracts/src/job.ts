import type { z } from "zod";

/**
 * Work that happens after its cause, at least once. A payload only grows: a worker of the last release
 * must understand what this one writes.
 */
export interface Job<N extends string = string, P extends z.ZodObject = z.ZodObject> {
  readonly job: N;
  readonly queue: string;
  readonly summary: string;
  readonly payload: P;
  readonly attempts: number;
  readonly backoff: { readonly type: "exponential" | "fixed"; readonly ms: number };
  readonly timeoutMs: number;
  /** 1 is taken first; BullMQ's 0 would jump all of them. */
  readonly priority: number;
  readonly schedule: Schedule | undefined;
}
export type Schedule =
  | { readonly everyMs: number }
  | { readonly cron: string; readonly tz: string };
export type Payload<J extends Job> = z.output<J["payload"]>;

export const job = <const N extends string, P extends z.ZodObject>(
  name: N,
  declared: {
    queue: string;
    summary: string;
    payload: P;
    attempts?: number;
    backoff?: Job["backoff"];
    timeoutMs?: number;
    priority?: number;
    schedule?: Schedule;
  },
): Job<N, P> => ({
  job: name,
  queue: declared.queue,
  summary: declared.summary,
  payload: declared.payload,
  attempts: declared.attempts ?? 8,
  backoff: declared.backoff ?? { type: "exponential", ms: 1_000 },
  timeoutMs: declared.timeoutMs ?? 30_000,
  priority: declared.priority ?? 100,
  schedule: declared.schedule,
});

export interface JobTree {
  readonly [name: string]: Job | JobTree;
}
const isJob = (node: Job | JobTree): node is Job => "job" in node && typeof node.job === "string";

export function* walkJobs(tree: JobTree): Generator<Job> {
  for (const node of Object.values(tree)) {
    if (isJob(node)) yield node;
    else yield* walkJobs(node);
  }
}
