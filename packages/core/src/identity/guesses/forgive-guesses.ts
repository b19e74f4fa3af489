import { type DbOrTx, guesses } from "@mainstay/db";
import { eq, inArray, sql } from "drizzle-orm";
import type { GuessKey } from "./guess-keys.ts";

/** After a right guess: earlier wrong ones count no more. */
export async function forgiveGuesses(db: DbOrTx, ...keys: readonly GuessKey[]): Promise<void> {
  await db.delete(guesses).where(inArray(guesses.key, [...keys]));
}

/** What was counted and never tried. */
export async function takeBackGuess(db: DbOrTx, key: GuessKey): Promise<void> {
  await db
    .update(guesses)
    .set({ failures: sql`greatest(0, ${guesses.failures} - 1)`, blockedUntil: null })
    .where(eq(guesses.key, key));
}

/**
 * After a right guess at a door: parts of a statement that is given `right` and `network`. The network gets
 * back only what this guess itself had counted: otherwise somebody with an account of their own could sign
 * in to it between guesses at others'.
 */
export const settlingGuess = (db: DbOrTx) =>
  [
    db.$with("forgiven").as(
      db
        .delete(guesses)
        .where(eq(guesses.key, sql.placeholder("right")))
        .returning(),
    ),
    db.$with("settled").as(
      db
        .update(guesses)
        .set({ failures: sql`greatest(0, ${guesses.failures} - 1)` })
        .where(eq(guesses.key, sql.placeholder("network")))
        .returning(),
    ),
  ] as const;
