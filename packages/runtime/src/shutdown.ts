import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mainstay/core";
import { inTime } from "./deadline.ts";

/** One step of going down. They run one after the other; one that fails does not keep the next from running. */
export interface Phase {
  readonly phase: string;
  readonly run: () => unknown;
  /** After this the next phase begins, and what is left of this one ends with the process. */
  readonly withinMs?: number;
}
export interface StopOptions {
  readonly log: Logger;
  /** After this the process ends, whatever still runs. */
  readonly timeoutMs: number;
  readonly stop: readonly Phase[];
  /** Hears what nobody caught. */
  readonly report?: (error: unknown) => void;
}

/**
 * The end of a process: at SIGTERM or SIGINT it goes down in order and exits with 0; at an error that
 * nobody caught its state is not to be trusted, so it goes down the same way and exits with 1. Signals
 * may come several times, as a terminal and a package manager both send them.
 */
export function runUntilStopped(options: StopOptions): { stop(reason: string): Promise<never> } {
  const log = options.log.child({ module: "shutdown" });
  let stopping: Promise<never> | null = null;
  let exitCode = 0;

  const stop = (reason: string): Promise<never> => (stopping ??= goDown(reason));

  const goDown = async (reason: string): Promise<never> => {
    const since = performance.now();
    let current = "";
    log.info({ reason }, "stopping");
    setTimeout(() => {
      log.error(
        { phase: current, timeoutMs: options.timeoutMs },
        "did not stop in time; ending with work unfinished",
      );
      process.exit(1);
    }, options.timeoutMs).unref();
    for (const { phase, run, withinMs } of options.stop) {
      current = phase;
      const began = performance.now();
      try {
        const work = Promise.resolve(run());
        const done = withinMs === undefined ? { value: await work } : await inTime(withinMs, work);
        if (!done) log.warn({ phase, withinMs }, "a phase of stopping is left behind");
        log.debug({ phase, ms: Math.round(performance.now() - began) }, "phase done");
      } catch (error) {
        exitCode = 1;
        log.error({ err: error, phase }, "a phase of stopping failed");
      }
    }
    log.info({ reason, ms: Math.round(performance.now() - since), exitCode }, "stopped");
    // A log that is written by another thread gets a moment to do so.
    await sleep(10);
    process.exit(exitCode);
  };

  const uncaught = (kind: string) => (error: unknown) => {
    exitCode = 1;
    log.error({ err: error }, `${kind}; stopping, as the state of this process is unknown`);
    options.report?.(error);
    void stop(kind);
  };
  process.on("uncaughtException", uncaught("uncaught exception"));
  process.on("unhandledRejection", uncaught("unhandled rejection"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  return { stop };
}
