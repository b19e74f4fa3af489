import { type Db, transaction, webhookDeliveries } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";

/** Longer than a try can take. Whoever claimed it and died has lost it after that. */
export const leaseMs = 60_000;
/** At a time, for one endpoint; one that fails is tried one by one. */
const each = 4;

export interface Claimed {
  readonly id: string;
  readonly endpointId: string;
  readonly merchantId: string;
  readonly eventId: string;
  /** Which try it is of all: only the last one begun can end the delivery. */
  readonly attempts: number;
  readonly tries: number;
}

export interface Places {
  readonly free: number;
  /** For one merchant at most, with those that it has. */
  readonly eachMerchant: number;
  /** Those that it has in the run that asks. */
  readonly taken: ReadonlyMap<string, number>;
}

/**
 * What is due, for whoever asks alone. The next place is for the merchant who holds fewest, in all runs
 * together, so that nobody's backlog is before another's. Of one merchant endpoints that work come before
 * those that fail, and those with less under way before others.
 */
export async function claimDeliveries(
  db: Db,
  { now, places }: { now: Date; places: Places },
): Promise<Claimed[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const until = sql`${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz`;
  const taken = JSON.stringify(Object.fromEntries(places.taken));
  const free = sql`state = 'pending' and due_at <= ${at} and (lease_until is null or lease_until <= ${at})`;
  return transaction(db, async (tx) => {
    // Two who count at once would each find the same places free. A statement sees what was committed before it.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('payments:webhooks', 0))`);
    const { rows } = await tx.execute<{ [K in keyof Claimed]: Claimed[K] }>(sql`
      with held as materialized (
        select endpoint_id, count(*) as places from webhook_deliveries
         where lease_until > ${at} group by endpoint_id
      ), held_of as materialized (
        select e.merchant_id, sum(h.places) as places
          from held h join webhook_endpoints e on e.id = h.endpoint_id group by e.merchant_id
      ), due as (
        select d.id, d.due_at, e.merchant_id, e.failures > 0 as fails,
               coalesce(h.places, 0) + d.nth as nth
          from webhook_endpoints e
          left join held h on h.endpoint_id = e.id
         cross join lateral (
           select f.id, f.due_at, row_number() over (order by f.due_at, f.id) as nth from (
             select id, due_at from webhook_deliveries where endpoint_id = e.id and ${free}
              order by due_at
              limit greatest(0, case when e.failures > 0 then 1 else ${each}::int end - coalesce(h.places, 0))
           ) f
         ) d
         where e.state = 'active'
      ), placed as (
        select d.id, d.fails, d.due_at, row_number() over own + coalesce(h.places, 0) as nth,
               row_number() over own + coalesce(t.places::int, 0) as nth_here
          from due d
          left join held_of h on h.merchant_id = d.merchant_id
          left join jsonb_each_text(${taken}::jsonb) t(merchant_id, places)
            on t.merchant_id = d.merchant_id::text
        window own as (partition by d.merchant_id order by d.fails, d.nth, d.due_at, d.id)
      ), mine as (
        select id from webhook_deliveries
         where id = any(array(
             select id from placed where nth_here <= ${places.eachMerchant}
              order by nth, fails, due_at, id limit ${places.free}
           )) and ${free}
           for update skip locked
      )
      update webhook_deliveries t
         set attempts = t.attempts + 1, tries = least(t.tries + 1, 1000), lease_until = ${until}
        from mine, webhook_endpoints e
       where t.id = mine.id and e.id = t.endpoint_id
      returning t.id, t.endpoint_id as "endpointId", e.merchant_id as "merchantId",
                t.event_id as "eventId", t.attempts, t.tries`);
    return rows;
  });
}

/** As if it had not been claimed: it was never sent, or nobody waited for the answer. */
export async function giveBack(db: Db, { id, attempts, tries }: Claimed): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ leaseUntil: null, tries: tries - 1 })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.attempts, attempts)));
}
