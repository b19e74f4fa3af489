import { type DbOrTx, guesses } from "@mainstay/db";
import { inArray, sql } from "drizzle-orm";
import type { GuessKey } from "./guess-keys.ts";

/** After a right guess: earlier wrong ones count no more. */
export async function forgiveGuesses(db: DbOrTx, ...keys: readonly GuessKey[]): Promise<void> {
  await db.delete(guesses).where(inArray(guesses.key, [...keys]));
}

/**
 * Takes off only what the right guess itself had counted: otherwise somebody with an account of their own
 * could sign in to it between guesses at others'.
 */
export async function giveBackGuess(db: DbOrTx, key: GuessKey): Promise<void> {
  await db
    .update(guesses)
    .set({ failures: sql`greatest(0, ${guesses.failures} - 1)` })
    .where(sql`${guesses.key} = ${key}`);
}
