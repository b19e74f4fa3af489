import { orderLooks, requisiteDays, requisiteSlots, transaction, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { JobCtx } from "../../job-context.ts";

const batch = 1_000;

type Sweep = (tx: Tx) => Promise<{ rowCount: number | null }>;

/** Whoever has a row in hand keeps it from this sweep; each statement looks again at what it has locked. */
const sweeps: readonly Sweep[] = [
  // Nothing asks for one that is over but whoever takes it over, and a new one does as well.
  (tx) =>
    tx.execute(sql`
      delete from ${requisiteSlots} where (requisite_id, payable) in (
        select requisite_id, payable from ${requisiteSlots} where released_at < now() - interval '1 day'
         order by released_at limit ${batch} for update skip locked)`),
  (tx) =>
    tx.execute(sql`
      delete from ${requisiteDays} where (requisite_id, day) in (
        select requisite_id, day from ${requisiteDays} where day < (now() at time zone 'utc')::date - 90
         order by day limit ${batch} for update skip locked)`),
  // An order that waits is looked at every few seconds: nobody waits for these.
  (tx) =>
    tx.execute(sql`
      delete from ${orderLooks} where order_id in (
        select order_id from ${orderLooks} where next_at < now() - interval '1 hour'
         order by next_at limit ${batch} for update skip locked)`),
];

/** In batches, so that none holds its locks for long. */
export async function sweepPlaces({ db, signal }: Pick<JobCtx, "db" | "signal">): Promise<void> {
  for (const sweep of sweeps)
    while (!signal.aborted && (await transaction(db, sweep)).rowCount === batch);
}
