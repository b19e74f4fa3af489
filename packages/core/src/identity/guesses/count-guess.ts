import { type Db, type DbOrTx, guesses, prepared } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { SettingsReader } from "../../platform/index.ts";
import type { Clock } from "../../ports.ts";
import { type GuessKey, kindOf } from "./guess-keys.ts";
import { type GuessLimits, limitsOf } from "./guess-limits.ts";

export interface GuessCtx {
  /** The pool: a guess must be counted before it is tried, whatever becomes of the call. */
  readonly db: Db;
  readonly clock: Clock;
  readonly settings: SettingsReader;
}

export type Guess =
  | { readonly taken: true; readonly failures: number }
  | { readonly taken: false; readonly retryAfterSeconds: number };

/**
 * A guess counts as failed before it is tried, so that of a hundred at once no more are tried than one
 * after the other; who guessed right calls `forgiveGuesses`. Not taken: the key has to wait.
 */
export async function countGuess(ctx: GuessCtx, key: GuessKey): Promise<Guess> {
  const now = ctx.clock.now();
  const limits = await limitsOf(kindOf(key), ctx.settings);
  const [counted] = await prepared(ctx.db, "identity_count_guess", counting).execute({
    ...limits,
    key,
    at: now.toISOString(),
  });
  if (counted) return { taken: true, failures: counted.failures };
  const [waiting] = await ctx.db
    .select({ until: guesses.blockedUntil })
    .from(guesses)
    .where(eq(guesses.key, key));
  const waitMs = (waiting?.until?.getTime() ?? 0) - now.getTime();
  return { taken: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
}

/** Prepared: it is asked twice at every sign-in. */
function counting(db: DbOrTx) {
  const at = sql`${sql.placeholder("at")}::timestamptz`;
  const limit = (name: keyof GuessLimits) => sql`${sql.placeholder(name)}::int`;
  // Calls overtake each other, so the last guess can be a little younger than this one.
  const forgotten = sql`greatest(0, floor(extract(epoch from ${at} - ${guesses.lastAt}) * 1000 / ${limit("forgetOneMs")}))`;
  const failures = sql`(greatest(0, ${guesses.failures} - ${forgotten}) + 1)::int`;
  return db
    .insert(guesses)
    .values({ key: sql.placeholder("key"), failures: 1, lastAt: at })
    .onConflictDoUpdate({
      target: guesses.key,
      set: {
        failures,
        lastAt: at,
        blockedUntil: sql`case
          when ${failures} < ${limit("slowFrom")} then null
          when ${failures} >= ${limit("lockFrom")} then ${at} + ${limit("longestMs")} * interval '1 ms'
          else ${at} + least(${limit("longestMs")}, 1000 * power(2, least(${failures} - ${limit("slowFrom")}, 30))) * interval '1 ms'
        end`,
      },
      setWhere: sql`${guesses.blockedUntil} is null or ${guesses.blockedUntil} <= ${at}`,
    })
    .returning({ failures: guesses.failures });
}
