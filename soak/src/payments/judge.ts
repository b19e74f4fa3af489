import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Pool } from "pg";
import { checkEvents } from "./check-events.ts";
import { checkMoney } from "./check-money.ts";
import { checkOrders } from "./check-orders.ts";
import { checkPlaces, fairness } from "./check-places.ts";
import type { Settled } from "./deliveries.ts";
import { type Finding, findBy, rowsOf } from "./finding.ts";
import type { Log } from "./log.ts";
import type { Running } from "./processes.ts";
import type { Receiver } from "./receiver.ts";
import type { Stand } from "./stand.ts";
import type { World } from "./world.ts";

interface Run {
  readonly stand: Stand;
  readonly world: World;
  readonly log: Log;
  readonly receiver: Receiver;
  readonly settled: Settled;
  readonly orders: number;
  readonly seed: number;
  readonly ordersSeconds: number;
  readonly totalSeconds: number;
  readonly data: string;
}

const fairEnough = 0.95;
/** Of fewer orders it is left to chance who had one more. */
const fairFrom = 1_000;
const shownMost = 20;
/** What callers can be refused with, as others and timers come first. */
const expectedRefusals = new Set([
  "payments.pay_in_state",
  "payments.pay_out_state",
  "payments.pay_out_offer_over",
  "payments.late_over",
  "ledger.insufficient_funds",
]);

/** Lays everything beside everything, tells the figures, and throws what it found. */
export async function judge(run: Run): Promise<void> {
  const { stand, world, log, receiver, settled } = run;
  const { pool, services, api, worker } = stand;
  const orders = await checkOrders(pool, log);
  const events = await checkEvents(pool, { world, receiver, log });
  const fair = await fairness(pool);
  const findings: Finding[] = [
    ...orders.findings,
    ...events.findings,
    ...(await checkPlaces(pool)),
    ...(await checkMoney(pool, { db: services.db, world, log })),
    ...(await findBy(
      pool,
      "jobs",
      "select format('%s was given up: %s', job, error) as problem from outbox where state = 'failed'",
    )),
    ...log.faults.map((problem) => ({ check: "faults", problem })),
    ...[api, worker].flatMap(complaintsOf),
    ...[...log.refusals.keys()]
      .filter((key) => !expectedRefusals.has(key.split(" ").at(-1) ?? ""))
      .map((problem) => ({ check: "refusals", problem })),
  ];
  if (run.orders >= fairFrom && fair.served < fairEnough)
    findings.push({ check: "fairness", problem: `Jain's index is ${fair.served}` });

  const states = await rowsOf<{ state: string; orders: number }>(
    pool,
    `select 'pay_in.' || state as state, count(*)::int as orders from pay_ins group by 1
     union all select 'pay_out.' || state, count(*)::int from pay_outs group by 1 order by 1`,
  );
  const received = [...receiver.received.values()];
  const figures = {
    seed: run.seed,
    queues: stand.queues,
    orders: run.orders,
    "orders/s": Number((run.orders / run.ordersSeconds).toFixed(1)),
    seconds: run.totalSeconds,
    calls: log.calls,
    "calls repeated": log.repeats,
    acknowledged: log.acknowledged.length,
    "kills of the api": api.kills.length,
    "kills of the worker": worker.kills.length,
    "longest until the api was ready, ms": longest(api),
    "longest until it answered a caller, ms": longestSilence(api, log),
    "longest until the worker was ready, ms": longest(worker),
    "longest until it sent a webhook, ms": await longestWait(worker, pool),
    "events taken": received.filter(({ taken }) => taken > 0).length,
    "came again under the same id": received.filter(({ came }) => came > 1).length,
    "tries of webhooks": settled.attempts,
    "most tries of one": settled.mostTries,
    "replayed by the API": settled.replayed,
    "Jain's index, all orders": Number(fair.served.toFixed(4)),
    "Jain's index, pay-ins": Number(fair.payIns.toFixed(4)),
    lost: orders.lost + events.lost,
    duplicated: orders.duplicated + events.duplicated,
    findings: findings.length,
  };
  const tallies = {
    states: Object.fromEntries(states.map(({ state, orders: count }) => [state, count])),
    refusals: Object.fromEntries(log.refusals),
    receiver: Object.fromEntries(receiver.tally),
  };
  console.table(figures);
  for (const tally of Object.values(tallies)) console.table(tally);
  const file = path.join(run.data, "soak", "payments.json");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ figures, tallies, findings }, null, 2)}\n`);
  console.log(`Written to ${path.relative(process.cwd(), file)}.`);
  for (const { check, problem } of findings.slice(0, shownMost))
    console.log(`${check}: ${problem}`);
  if (findings.length > 0)
    throw new Error(`Payments: ${findings.length} findings with seed ${run.seed}.`);
  console.log(`Nothing lost, nothing twice, books clean, with seed ${run.seed}.`);
}

/** Whoever lost a connection to one that was killed may say so. */
const complaintsOf = ({ app, complaints }: Running): Finding[] =>
  complaints.map((problem) => ({ check: `log of the ${app}`, problem }));

const longest = ({ kills }: Running): number =>
  Math.round(Math.max(0, ...kills.map(({ at, readyAt }) => readyAt - at)));

/** From a kill to the first try that the next one began, of those after which there was one. */
async function longestWait({ kills }: Running, pool: Pool): Promise<number> {
  const moments = kills.map(({ at }) => new Date(performance.timeOrigin + at));
  const rows = await rowsOf<{ ms: number }>(
    pool,
    `select extract(epoch from w.at - k.at) * 1000 as ms
       from unnest($1::timestamptz[]) k (at)
      cross join lateral (select min(a.at) as at from webhook_attempts a where a.at > k.at) w
      where w.at is not null`,
    [moments],
  );
  return Math.round(Math.max(0, ...rows.map(({ ms }) => Number(ms))));
}

/** From a kill to the first answer of the next one. */
function longestSilence({ kills }: Running, { answeredAt }: Log): number {
  const silences = kills.map(({ at, readyAt }) => {
    const first = answeredAt.find((answered) => answered >= readyAt);
    return first === undefined ? 0 : first - at;
  });
  return Math.round(Math.max(0, ...silences));
}
