import type { Pool } from "pg";
import { must } from "./ask.ts";
import { type Finding, findBy, rowsOf } from "./finding.ts";
import type { Log } from "./log.ts";
import type { Receiver } from "./receiver.ts";
import type { World } from "./world.ts";

/** Each change has one event; the feed has each once, in the order of its places; and each reached its receiver. */
export async function checkEvents(
  pool: Pool,
  { world, receiver, log }: { world: World; receiver: Receiver; log: Log },
): Promise<{ findings: Finding[]; lost: number; duplicated: number }> {
  const findings = await findBy(
    pool,
    "events",
    `select format('the change %s of %s to %s has the events %s', h.sequence, h.order_id, h."to", e.types) as problem
       from order_events h
       full join (select object_id, sequence, array_agg(type) as types, count(*) as n
                    from payment_events where type <> 'webhook.test' group by 1, 2) e
         on (e.object_id, e.sequence) = (h.order_id, h.sequence)
      where h.order_id is null or e.n is distinct from 1 or e.types[1] <> h.order_kind || '.' || h."to"`,
  );
  const find = (check: string, problem: string): void => void findings.push({ check, problem });
  let [lost, duplicated] = [0, 0];

  const events = await rowsOf<{ id: string; about: string; merchant_id: string }>(
    pool,
    "select id, object_id || '#' || sequence as about, merchant_id from payment_events",
  );
  const known = new Map(events.map(({ id, about }) => [id, about]));
  for (const { id, about } of events) {
    const came = receiver.received.get(id);
    if (came && came.taken > 0 && came.about === about) continue;
    lost += 1;
    find("webhooks", `the event ${id} of ${about} ${came ? "was never taken" : "never came"}`);
  }
  const ids = new Map<string, string>();
  for (const [id, { about }] of receiver.received) {
    const other = ids.get(about);
    if (other !== undefined || !known.has(id)) {
      duplicated += 1;
      find(
        "webhooks",
        `${about} came as ${id}${other ? ` and as ${other}` : ", which is no event"}`,
      );
    }
    ids.set(about, id);
  }
  for (const problem of receiver.wrong) find("signatures", problem);

  for (const { merchantId, as } of world.stores) {
    const own = new Set(events.filter((one) => one.merchant_id === merchantId).map(({ id }) => id));
    const told: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await must(log, "events.list", "", () =>
        as.payments.events.list.query(after === undefined ? {} : { after }),
      );
      told.push(...page.items.map(({ id }) => id));
      after = page.next;
      more = page.more;
    }
    if (
      told.length !== own.size ||
      new Set(told).size !== own.size ||
      told.some((id) => !own.has(id))
    )
      find("feed", `${merchantId} is told ${told.length} events by the feed, and has ${own.size}`);
  }
  return { findings, lost, duplicated };
}
