import type { LedgerFinding, Tx } from "@mainstay/db";
import { type SQL, sql } from "drizzle-orm";

/** One thing that must hold of the books. */
export interface LedgerCheck {
  readonly name: string;
  readonly about: string;
  /** What is wrong, at most so many. */
  find(tx: Tx, atMost: number): Promise<Omit<LedgerFinding, "check">[]>;
}

/** A check that is one query: of each fault its subject and what is wrong with it. */
export const ledgerCheck = (name: string, about: string, findings: SQL): LedgerCheck => ({
  name,
  about,
  async find(tx, atMost) {
    const { rows } = await tx.execute<{ subject: string; problem: string }>(
      sql`select subject, problem from (${findings}) f (subject, problem) order by 1, 2 limit ${atMost}`,
    );
    return rows;
  },
});
