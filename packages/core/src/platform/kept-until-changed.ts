import type { Bus } from "../ports.ts";

/** A change that was not heard is seen after this at the latest. */
const maxAgeMs = 30_000;

/** What every process reads and seldom changes: loaded once, and again when the bus says so or was lost. */
export class KeptUntilChanged<T> {
  readonly #load: () => Promise<T>;
  #loaded: Promise<T> | null = null;
  #loadedAt = 0;

  constructor(from: { bus: Bus; topic: string; load: () => Promise<T> }) {
    this.#load = from.load;
    from.bus.on(from.topic, this.drop, this.drop);
  }

  readonly drop = (): void => {
    this.#loaded = null;
  };

  get(): Promise<T> {
    if (this.#loaded && performance.now() - this.#loadedAt < maxAgeMs) return this.#loaded;
    this.#loadedAt = performance.now();
    const loading = this.#load();
    loading.catch(() => {
      if (this.#loaded === loading) this.#loaded = null;
    });
    return (this.#loaded = loading);
  }
}
