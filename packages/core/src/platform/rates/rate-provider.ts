/** Somebody outside who says what currencies are worth. */
export interface RateProvider {
  /** Rejects where it cannot be asked, or says what nobody can read. */
  latest(base: string, signal: AbortSignal): Promise<Quotes>;
  /** Counts what was told and not believed. */
  refused(pair: string, problem: string): void;
}

/** What one of `base` is worth in other currencies, at one moment. */
export interface Quotes {
  readonly base: string;
  readonly takenAt: Date;
  /** Numbers as they were written, by code: a double would lose digits. */
  readonly rates: ReadonlyMap<string, string>;
}
