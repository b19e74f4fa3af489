/** Runs for long, tells how it goes, and throws what it found. */
export type Soak = (options: {
  readonly operations: number;
  readonly seed: number;
}) => Promise<void>;
