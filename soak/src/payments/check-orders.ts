import type { Pool } from "pg";
import { type Finding, findBy, rowsOf } from "./finding.ts";
import type { Log } from "./log.ts";

/** Every way from one state to another, as the design has it and not as the code does. */
const ways: Record<"pay_in" | "pay_out", Record<string, readonly string[]>> = {
  pay_in: {
    "": ["rejected", "in_review", "matching"],
    in_review: ["matching", "rejected"],
    matching: ["assigned", "no_trader", "cancelled"],
    assigned: ["paid_claimed", "cancelled", "expired", "completed", "amount_review"],
    paid_claimed: ["completed", "amount_review", "disputed"],
    expired: ["late_review"],
    cancelled: ["late_review"],
    amount_review: ["completed", "partial", "cancelled"],
    late_review: ["completed", "partial", "cancelled"],
    disputed: ["completed", "partial", "cancelled"],
    completed: ["contested"],
    partial: ["contested"],
    contested: ["completed", "partial", "reversed"],
  },
  pay_out: {
    "": ["matching"],
    matching: ["offered", "failed", "cancelled"],
    offered: ["accepted", "matching", "cancelled"],
    accepted: ["matching", "sending"],
    sending: ["proof_uploaded", "needs_support"],
    proof_uploaded: ["completed", "needs_support"],
    needs_support: ["completed", "failed", "matching"],
    completed: ["returned"],
  },
};

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly state: string;
  readonly version: number;
}

/** What was acknowledged is there, nothing else is, and every order came to its state by ways that there are. */
export async function checkOrders(
  pool: Pool,
  log: Log,
): Promise<{ findings: Finding[]; lost: number; duplicated: number }> {
  const findings: Finding[] = [];
  const find = (check: string, problem: string): void => void findings.push({ check, problem });
  let [lost, duplicated] = [0, 0];

  const orders = await rowsOf<Row>(
    pool,
    `select id, 'pay_in' as kind, reference, state, version from pay_ins
     union all select id, 'pay_out', reference, state, version from pay_outs`,
  );
  const seen = new Set<string>();
  for (const { id, kind, reference, state, version } of orders) {
    const asked = log.asked.get(reference);
    if (!asked || asked.kind !== kind || seen.has(reference)) {
      duplicated += 1;
      find("orders", `${kind} ${id} (${reference}) was asked for ${asked ? "once" : "by nobody"}`);
    }
    seen.add(reference);
    const { last } = asked ?? {};
    if (asked && !asked.ended)
      find("ends", `${kind} ${id} (${asked.plan}) never came to its end: it is ${state}`);
    if (last && (last.state !== state || last.sequence !== version))
      find(
        "ends",
        `${kind} ${id} is ${state} (${version}) and was ${last.state} (${last.sequence})`,
      );
  }
  for (const [reference, { orderId }] of log.asked)
    if (orderId !== null && !seen.has(reference)) {
      lost += 1;
      find("orders", `${reference} was acknowledged as ${orderId}, and is not there`);
    }

  const events = await rowsOf<{ order_id: string; sequence: number; to: string }>(
    pool,
    `select order_id, sequence, "to" from order_events`,
  );
  const states = new Map(events.map((row) => [`${row.order_id}#${row.sequence}`, row.to]));
  for (const { orderId, sequence, state } of log.acknowledged) {
    const found = states.get(`${orderId}#${sequence}`);
    if (found === state) continue;
    lost += 1;
    find("acknowledged", `${orderId} was told to be ${state} (${sequence}), and was ${found}`);
  }
  findings.push(...(await checkHistories(pool)));
  return { findings, lost, duplicated };
}

async function checkHistories(pool: Pool): Promise<Finding[]> {
  const allowed = Object.entries(ways).flatMap(([kind, table]) =>
    Object.entries(table).flatMap(([from, to]) => to.map((one) => `${kind} ${from}>${one}`)),
  );
  return [
    ...(await findBy(
      pool,
      "ways",
      `select format('%s %s went from %s to %s', order_kind, order_id, "from", "to") as problem
         from order_events
        where format('%s %s>%s', order_kind, coalesce("from", ''), "to") <> all ($1)`,
      [allowed],
    )),
    ...(await findBy(
      pool,
      "histories",
      `select format('%s has a step %s from %s after %s', order_id, sequence, "from", before) as problem
         from (select *, lag("to") over w as before, row_number() over w as place from order_events
               window w as (partition by order_id order by sequence)) e
        where sequence <> place or "from" is distinct from before`,
    )),
    ...(await findBy(
      pool,
      "histories",
      `select format('%s is %s (%s), and its history ends with %s (%s)', o.id, o.state, o.version, e."to", e.sequence) as problem
         from (select id, state, version from pay_ins union all select id, state, version from pay_outs) o
         left join (select distinct on (order_id) * from order_events order by order_id, sequence desc) e on e.order_id = o.id
        where (e."to", e.sequence) is distinct from (o.state, o.version)`,
    )),
  ];
}
