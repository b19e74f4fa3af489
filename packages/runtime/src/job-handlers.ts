import type { Job, JobTree, Payload } from "@mainstay/contracts";
import type { JobCtx } from "@mainstay/core";

/** The use case behind a job. */
export type Handler<J extends Job> = (ctx: JobCtx, payload: Payload<J>) => Promise<void>;

/** A handler for each declared job, in the same tree; a missing or an extra one does not compile. */
export type Handlers<T extends JobTree> = {
  readonly [K in keyof T]: T[K] extends Job
    ? Handler<T[K]>
    : T[K] extends JobTree
      ? Handlers<T[K]>
      : never;
};

export interface BoundJob {
  readonly job: Job;
  /** Its payload is parsed by the job's own schema just before, so it is what the handler was typed by. */
  readonly handler: Handler<Job>;
}
/** By the job's name, as the outbox and BullMQ hold it. */
export type BoundJobs = ReadonlyMap<string, BoundJob>;

export const bindHandlers = <T extends JobTree>(jobs: T, handlers: Handlers<T>): BoundJobs => {
  const bound = new Map<string, BoundJob>();
  bind(jobs, handlers as HandlerTree, bound);
  return bound;
};

interface HandlerTree {
  readonly [name: string]: Handler<Job> | HandlerTree;
}

function bind(jobs: JobTree, handlers: HandlerTree, bound: Map<string, BoundJob>): void {
  for (const [name, node] of Object.entries(jobs)) {
    const handler = handlers[name];
    if (typeof handler === "object") bind(node as JobTree, handler, bound);
    else if (handler) bound.set((node as Job).job, { job: node as Job, handler });
    else throw new Error(`the job ${name} has no handler`);
  }
}
