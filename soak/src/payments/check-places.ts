import type { Pool } from "pg";
import { type Finding, rowsOf } from "./finding.ts";

interface Requisite {
  readonly id: string;
  readonly parallel_cap: number;
  readonly day_count_cap: number | null;
  readonly day_sum_cap: string | null;
}
/**
 * A step of an order's history. They go by when their events were written: whoever writes one that takes or gives
 * back a place has the requisite's row locked. Times are kept to the millisecond, so that of one a place is given
 * back first.
 */
interface Step {
  readonly order_id: string;
  readonly requisite_id: string;
  readonly payable: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
  /** When its transaction began: what late windows are counted from. */
  readonly began: Date;
  readonly late_minutes: number;
}

/** An order has a place on its requisite in these. */
const live = new Set(["assigned", "paid_claimed", "amount_review", "disputed"]);
const unpaid = new Set(["cancelled", "expired"]);
const minuteMs = 60_000;

/**
 * From the histories alone, step by step for each requisite: never more orders at once than it takes, never more
 * on a day in number or sum, and no sum waited for by two, nor asked for again while late money may come for it.
 */
export async function checkPlaces(pool: Pool): Promise<Finding[]> {
  const requisites = await rowsOf<Requisite>(
    pool,
    "select id, parallel_cap, day_count_cap, day_sum_cap from requisites",
  );
  const steps = await rowsOf<Step>(
    pool,
    `select e.order_id, p.requisite_id, p.payable, e.event, e."from", e."to", e.at as began, s.late_minutes
       from order_events e
       join pay_ins p on p.id = e.order_id
       join stores s on s.id = p.store_id
       join payment_events t on t.object_id = e.order_id and t.sequence = e.sequence
      where p.requisite_id is not null and e."from" is not null
      order by t.at, e.event = 'assign', t.id`,
  );
  const of = Map.groupBy(steps, ({ requisite_id }) => requisite_id);
  return requisites.flatMap((requisite) => checkRequisite(requisite, of.get(requisite.id) ?? []));
}

function checkRequisite(requisite: Requisite, steps: readonly Step[]): Finding[] {
  const findings: Finding[] = [];
  const find = (check: string, problem: string): void =>
    void findings.push({ check, problem: `requisite ${requisite.id} ${problem}` });
  const places = new Set<string>();
  const days = new Map<string, { count: number; sum: bigint }>();
  const assignedOn = new Map<string, string>();
  /** By sum: whose it is, and until when, where it has ended. */
  const sums = new Map<string, { orderId: string; until: number }>();

  for (const step of steps) {
    const { order_id: orderId, payable, to, event, began } = step;
    if (event === "assign") {
      const taken = sums.get(payable);
      if (taken && taken.until > began.getTime())
        find("sums", `waits for ${payable} for ${taken.orderId} and for ${orderId}`);
      const day = began.toISOString().slice(0, 10);
      assignedOn.set(orderId, day);
      add(days, day, 1, BigInt(payable));
    }
    if (event === "assign" || event === "find_money") {
      const taken = sums.get(payable);
      if (event === "find_money" && taken?.orderId !== orderId)
        find(
          "sums",
          `took late money for ${orderId}, and ${payable} was another's: ${taken?.orderId}`,
        );
      sums.set(payable, { orderId, until: Number.POSITIVE_INFINITY });
    }
    if (live.has(to)) places.add(orderId);
    else if (places.delete(orderId) && unpaid.has(to))
      add(days, assignedOn.get(orderId) ?? "", -1, -BigInt(payable));
    if (!live.has(to) && to !== "late_review" && sums.get(payable)?.orderId === orderId) {
      const isEnd = live.has(step.from) || step.from === "late_review";
      const until = began.getTime() + step.late_minutes * minuteMs;
      if (isEnd) sums.set(payable, { orderId, until });
    }
    if (places.size > requisite.parallel_cap)
      find("parallel", `has ${places.size} orders at once and takes ${requisite.parallel_cap}`);
    for (const [day, { count, sum }] of days) {
      if (requisite.day_count_cap !== null && count > requisite.day_count_cap)
        find("day_counts", `has ${count} orders on ${day} and takes ${requisite.day_count_cap}`);
      if (requisite.day_sum_cap !== null && sum > BigInt(requisite.day_sum_cap))
        find("day_sums", `has ${sum} on ${day} and takes ${requisite.day_sum_cap}`);
    }
  }
  return findings;
}

function add(
  days: Map<string, { count: number; sum: bigint }>,
  day: string,
  count: number,
  sum: bigint,
): void {
  const before = days.get(day) ?? { count: 0, sum: 0n };
  days.set(day, { count: before.count + count, sum: before.sum + sum });
}

/** How evenly traders who are equal were served: 1 is all alike, 1/n is one for all. */
export async function fairness(pool: Pool): Promise<{ served: number; payIns: number }> {
  const rows = await rowsOf<{ pay_ins: number; offers: number }>(
    pool,
    `select (select count(*)::int from pay_ins p where p.trader_id = t.id) as pay_ins,
            (select count(*)::int from pay_out_offers o where o.trader_id = t.id) as offers
       from traders t`,
  );
  const jain = (served: readonly number[]): number => {
    const sum = served.reduce((all, one) => all + one, 0);
    const squares = served.reduce((all, one) => all + one * one, 0);
    return squares === 0 ? 1 : (sum * sum) / (served.length * squares);
  };
  return {
    served: jain(rows.map(({ pay_ins, offers }) => pay_ins + offers)),
    payIns: jain(rows.map(({ pay_ins }) => pay_ins)),
  };
}
