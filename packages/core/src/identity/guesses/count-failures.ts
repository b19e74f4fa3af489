import { type Db, guesses } from "@mainstay/db";
import { inArray, max } from "drizzle-orm";
import type { GuessKey } from "./guess-keys.ts";

/** The most failures that stand under one of the keys, without counting another. */
export async function countFailures(db: Db, ...keys: readonly GuessKey[]): Promise<number> {
  const [row] = await db
    .select({ failures: max(guesses.failures) })
    .from(guesses)
    .where(inArray(guesses.key, [...keys]));
  return row?.failures ?? 0;
}
