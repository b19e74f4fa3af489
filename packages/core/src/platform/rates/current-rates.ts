import { rateAgeMinutes, typedRateHours } from "@mainstay/contracts";
import { type DbOrTx, rates } from "@mainstay/db";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { SettingsReader } from "../settings/settings-reader.ts";

export type StoredRate = typeof rates.$inferSelect;
export interface Pair {
  readonly base: string;
  readonly quote: string;
}

/** What stands as the source of what a provider told; everything else is who typed it in. */
export const providerSource = "provider";

/** The newest one of a pair, by the moment that its source says. */
export async function currentRate(
  db: DbOrTx,
  { base, quote }: Pair,
  where?: SQL,
): Promise<StoredRate | undefined> {
  const [newest] = await db
    .select()
    .from(rates)
    .where(and(eq(rates.base, base), eq(rates.quote, quote), where))
    .orderBy(desc(rates.takenAt), desc(rates.id))
    .limit(1);
  return newest;
}

/** The newest one of each pair, by pair. Goes from pair to pair in the index: rates are many, pairs are few. */
export async function currentRates(db: DbOrTx): Promise<StoredRate[]> {
  const newest = await db.execute<{ id: string }>(sql`
    with recursive pairs as (
      (select base, quote from rates order by base, quote limit 1)
      union all
      select next.base, next.quote from pairs cross join lateral (
        select base, quote from rates where (base, quote) > (pairs.base, pairs.quote)
        order by base, quote limit 1
      ) next
    )
    select newest.id from pairs cross join lateral (
      select id from rates where base = pairs.base and quote = pairs.quote
      order by taken_at desc, id desc limit 1
    ) newest`);
  const ids = newest.rows.map(({ id }) => id);
  return db
    .select()
    .from(rates)
    .where(sql`${rates.id} = any(${sql.param(ids)}::uuid[])`)
    .orderBy(rates.base, rates.quote);
}

/** For how long rates may be used, by their source. */
export async function ageLimits(
  settings: SettingsReader,
): Promise<(rate: StoredRate) => { minutes: number; isOver: (now: Date) => boolean }> {
  const told = await settings.get(rateAgeMinutes);
  const typed = (await settings.get(typedRateHours)) * 60;
  return ({ source, takenAt }) => {
    const minutes = source === providerSource ? told : typed;
    return { minutes, isOver: (now) => now.getTime() - takenAt.getTime() > minutes * 60_000 };
  };
}

/** One writer of rates at a time: each compares with what the one before has left. */
export const lockRates = (tx: DbOrTx): Promise<unknown> =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('rates', 0))`);
