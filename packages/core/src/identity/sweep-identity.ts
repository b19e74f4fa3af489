import { loginHistoryDays } from "@mainstay/contracts";
import {
  type Db,
  emailChanges,
  guesses,
  loginHistory,
  mailedTokens,
  refreshTokens,
  sessions,
  signInChallenges,
  signUps,
} from "@mainstay/db";
import { and, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { JobCtx } from "../job-context.ts";

/** Rows in one statement, so that none holds its locks for long. */
const batch = 1_000;
/** Statements a table and run; what is left waits for the next run. */
const mostBatches = 50;
/** After this long without a guess all failures under a key are forgotten anyway. */
const guessDays = 7;
/** A token that was stolen longer ago is of no use either, but no longer ends its session. */
const spentDays = 30;
const dayMs = 86_400_000;

export async function sweepIdentity(ctx: JobCtx): Promise<void> {
  const now = ctx.clock.now();
  const before = (days: number): Date => new Date(now.getTime() - days * dayMs);
  const historyFrom = before(await ctx.settings.get(loginHistoryDays));
  const ended: readonly (readonly [PgTable, SQL | undefined])[] = [
    [sessions, or(lt(sessions.expiresAt, now), lt(sessions.endsAt, now))],
    [signUps, lt(signUps.expiresAt, now)],
    [mailedTokens, lt(mailedTokens.expiresAt, now)],
    [signInChallenges, lt(signInChallenges.expiresAt, now)],
    [emailChanges, lt(emailChanges.expiresAt, now)],
    [refreshTokens, and(refreshTokens.spent, lt(refreshTokens.usedAt, before(spentDays)))],
    [guesses, lt(guesses.lastAt, before(guessDays))],
    [loginHistory, lt(loginHistory.at, historyFrom)],
  ];
  for (const [table, isEnded] of ended) await sweep(ctx, table, isEnded);
}

async function sweep(
  { db, signal }: { db: Db; signal: AbortSignal },
  table: PgTable,
  isEnded: SQL | undefined,
): Promise<void> {
  for (let round = 0; round < mostBatches && !signal.aborted; round += 1) {
    const { rowCount } = await db.execute(sql`
      delete from ${table} where ctid = any (array(
        select ctid from ${table} where ${isEnded} limit ${batch} for update skip locked))`);
    if ((rowCount ?? 0) < batch) return;
  }
}
