import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { must } from "./ask.ts";
import type { Log } from "./log.ts";
import type { Receiver } from "./receiver.ts";
import type { World } from "./world.ts";

export interface Settled {
  /** That had failed for good, and came by a replay. */
  readonly replayed: number;
  /** The most tries that one took. */
  readonly mostTries: number;
  readonly attempts: number;
}

const lookEveryMs = 2_000;
/** A worker that was killed has its webhooks for a minute yet, and a third try comes after five. */
const stillMs = 8 * 60_000;

/**
 * Until every event was taken. The hours between tries pass at once where the receiver fails; what used up all of
 * its tries is replayed by the API, as a merchant would once the receiver is mended.
 */
export async function settleDeliveries(
  pool: Pool,
  { world, receiver, log, fails }: { world: World; receiver: Receiver; log: Log; fails: boolean },
): Promise<Settled> {
  let replayed = 0;
  let last = "";
  let changedAt = performance.now();
  for (let round = 1; ; round += 1) {
    const found = await standing(pool);
    const now = JSON.stringify(found);
    if (now !== last) changedAt = performance.now();
    last = now;
    if (found.left === 0 && found.failed === 0)
      return { replayed, mostTries: found.most, attempts: found.attempts };
    if (found.left === 0) {
      receiver.repair();
      for (const { endpointId, as } of world.stores) {
        const { deliveries } = await must(
          log,
          "webhooks.replay",
          `soak-replay-${endpointId}-${round}`,
          (o) => as.payments.webhooks.replay.mutate({ endpointId, what: { kind: "failed" } }, o),
        );
        replayed += deliveries;
      }
    } else if (performance.now() - changedAt > stillMs) {
      throw new Error(`nothing is delivered any more: ${now}`);
    }
    if (fails)
      await pool.query(
        "update webhook_deliveries set due_at = now() where state = 'pending' and due_at > now() and (lease_until is null or lease_until < now())",
      );
    await sleep(lookEveryMs);
  }
}

async function standing(pool: Pool) {
  const { rows } = await pool.query<Record<"left" | "failed" | "most" | "attempts", number>>(`
    select count(*) filter (where d.id is null or d.state = 'pending')::int as left,
           count(*) filter (where d.state = 'failed')::int as failed,
           coalesce(max(d.attempts), 0)::int as most, coalesce(sum(d.attempts), 0)::int as attempts
      from payment_events e left join webhook_deliveries d on d.event_id = e.id`);
  const [row] = rows;
  if (!row) throw new Error("the deliveries were not counted");
  return row;
}
