import { type DbOrTx, guesses } from "@mainstay/db";
import { inArray, sql } from "drizzle-orm";
import type { GuessKey } from "./guess-keys.ts";

/** After a right guess: earlier wrong ones count no more. */
export async function forgiveGuesses(db: DbOrTx, ...keys: readonly GuessKey[]): Promise<void> {
  await db.delete(guesses).where(inArray(guesses.key, [...keys]));
}

/**
 * After a right guess at a door. The network gets back only what this guess itself had counted: otherwise
 * somebody with an account of their own could sign in to it between guesses at others'.
 */
export async function settleGuess(
  db: DbOrTx,
  { right, network }: { right: GuessKey; network: GuessKey },
): Promise<void> {
  await db.execute(sql`
    with forgiven as (delete from ${guesses} where key = ${right})
    update ${guesses} set failures = greatest(0, failures - 1) where key = ${network}`);
}
