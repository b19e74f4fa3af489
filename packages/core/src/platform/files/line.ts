import { unavailable } from "@mainstay/contracts";

/**
 * So many at once. Of the others so many wait their turn, and leave when their call is over; whoever comes
 * then is told to come again.
 */
export class Line {
  #free: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<() => void>();

  constructor({ places, waiting }: { places: number; waiting: number }) {
    this.#free = places;
    this.#mostWaiting = waiting;
  }

  async wait<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next) next();
      else this.#free += 1;
    }
  }

  /** Whoever goes gives its place to the first that waits, so nobody gets in between. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#mostWaiting) throw unavailable({ retryAfterSeconds: 5 });
    await new Promise<void>((resolve, reject) => {
      const come = (): void => {
        this.#waiting.delete(come);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(come);
        reject(signal.reason as Error);
      };
      this.#waiting.add(come);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}
