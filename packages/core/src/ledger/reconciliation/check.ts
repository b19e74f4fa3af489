import type { LedgerFinding, Tx } from "@mainstay/db";

/** One thing that must hold of the books. */
export interface LedgerCheck {
  readonly name: string;
  readonly about: string;
  /** What is wrong, at most so many. */
  find(tx: Tx, atMost: number): Promise<Omit<LedgerFinding, "check">[]>;
}
