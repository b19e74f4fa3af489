/** What `pnpm soak` was asked for; each soak reads what is about it. */
export interface SoakOptions {
  readonly operations: number;
  readonly orders: number;
  readonly seed: number;
  /** Whether processes are killed meanwhile. */
  readonly kills: boolean;
}
/** Runs for long, tells how it goes, and throws what it found. */
export type Soak = (options: SoakOptions) => Promise<void>;
