import { type Db, webhookDeliveries } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";

/** Longer than a try can take. Whoever claimed it and died has lost it after that. */
export const leaseMs = 60_000;
/** At a time, for one endpoint; one that fails is tried one by one. */
const each = 4;

export interface Claimed {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  /** Which try it is of all: only the last one begun can end the delivery. */
  readonly attempts: number;
  readonly tries: number;
}

/** What is due, of endpoints that work before those that fail, for whoever asks alone. */
export async function claimDeliveries(
  db: Db,
  { now, places }: { now: Date; places: number },
): Promise<Claimed[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const until = sql`${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz`;
  const { rows } = await db.execute<{ [K in keyof Claimed]: Claimed[K] }>(sql`
    with due as (
      select d.id from webhook_endpoints e
      cross join lateral (
        select o.id, o.due_at from webhook_deliveries o
         where o.endpoint_id = e.id and o.state = 'pending' and o.due_at <= ${at}
           and (o.lease_until is null or o.lease_until <= ${at})
         order by o.due_at
         limit (select greatest(0, (case when e.failures > 0 then 1 else ${each}::int end) - count(*))
                  from webhook_deliveries h
                 where h.endpoint_id = e.id and h.lease_until > ${at})
         for update skip locked
      ) d
      where e.state = 'active'
      order by e.failures > 0, d.due_at
      limit ${places}
    )
    update webhook_deliveries t
       set attempts = t.attempts + 1, tries = least(t.tries + 1, 1000), lease_until = ${until}
      from due where t.id = due.id
    returning t.id, t.endpoint_id as "endpointId", t.event_id as "eventId", t.attempts, t.tries`);
  return rows;
}

/** As if it had not been claimed: it was never sent, or nobody waited for the answer. */
export async function giveBack(db: Db, { id, attempts, tries }: Claimed): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ leaseUntil: null, tries: tries - 1 })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.attempts, attempts)));
}
