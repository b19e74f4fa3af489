/** Queues and what runs them: a door of its own, as most of a process has no need of BullMQ. */
export { inTime } from "./deadline.ts";
export * from "./job-handlers.ts";
export * from "./job-worker.ts";
export type { RunServices, SeenRun } from "./job-runner.ts";
export type { RelayTiming } from "./outbox-relay.ts";
export type { SweepTiming } from "./outbox-sweep.ts";
export * from "./queue-depths.ts";
export * from "./queues.ts";
export type { WorkerHealth } from "./worker-health.ts";
