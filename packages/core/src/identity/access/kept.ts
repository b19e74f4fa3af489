/** Kept by a process: not for long, not too many, and never what was asked for before it was dropped. */
export class Kept<T> {
  readonly #entries = new Map<string, { value: Promise<T | null> | T; until: number }>();
  readonly #maxAgeMs: number;
  readonly #most: number;

  constructor(options: { maxAgeMs: number; most: number }) {
    this.#maxAgeMs = options.maxAgeMs;
    this.#most = options.most;
  }

  /** At once where it is known; calls that miss at the same time share one look. */
  get(key: string, load: () => Promise<T | null>): T | null | Promise<T | null> {
    const known = this.#entries.get(key);
    if (known && known.until > performance.now()) return known.value;
    return this.load(key, load);
  }

  /** Looks anew, whatever is known. */
  load(key: string, load: () => Promise<T | null>): Promise<T | null> {
    const value = load();
    const entry: { value: Promise<T | null> | T; until: number } = {
      value,
      until: performance.now() + this.#maxAgeMs,
    };
    // Anew, and so at the end: the first of a Map is the oldest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest);
    const forget = (): void => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    value.then((loaded) => {
      if (loaded === null) forget();
      else entry.value = loaded;
    }, forget);
    return value;
  }

  /** Also what is being looked up: it may have been read before the change. */
  drop(concerns: (value: T) => boolean): void {
    for (const [key, { value }] of this.#entries) {
      if (value instanceof Promise || concerns(value)) this.#entries.delete(key);
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
