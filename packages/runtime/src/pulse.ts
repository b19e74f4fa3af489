/**
 * A task that runs again and again: soon after each wake, and every so often whether woken or not. It
 * never runs twice at once, and a failure is told and does not end it.
 */
export interface Pulse {
  wake(): void;
  /** Resolves once the run under way has ended; there is none after it. */
  stop(): Promise<void>;
  /** When a run last succeeded, by performance.now(). */
  readonly succeededAt: number | null;
}

export function startPulse(from: {
  everyMs: number;
  task: (signal: AbortSignal) => Promise<void>;
  failed: (error: unknown) => void;
}): Pulse {
  const stopping = new AbortController();
  let succeededAt: number | null = null;
  let woken = false;
  let resume: (() => void) | null = null;

  const pause = async (): Promise<void> => {
    if (woken || stopping.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    resume = resolve;
    const timer = setTimeout(resolve, from.everyMs);
    await promise;
    clearTimeout(timer);
    resume = null;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      woken = false;
      try {
        await from.task(stopping.signal);
        succeededAt = performance.now();
      } catch (error) {
        // A wake must not turn a failing task into a hot loop.
        woken = false;
        from.failed(error);
      }
      await pause();
    }
  };
  const running = run();

  return {
    wake() {
      woken = true;
      resume?.();
    },
    async stop() {
      stopping.abort();
      resume?.();
      await running;
    },
    get succeededAt() {
      return succeededAt;
    },
  };
}
