import { readStandings, reconcile } from "@mainstay/core";
import type { Db } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { Pool } from "pg";
import { type Finding, findBy, rowsOf } from "./finding.ts";
import type { Log } from "./log.ts";
import { agreedFor, gainsOf } from "./money.ts";
import type { World } from "./world.ts";

type Kind = "pay_in" | "pay_out";
interface Row extends Record<string, string | null> {
  id: string;
  state: string;
  merchant_id: string;
  trader_id: string | null;
  team_id: string | null;
}

/** The books by their own checks, each order's journals by its history, and what everybody has by the orders. */
export async function checkMoney(
  pool: Pool,
  { db, world, log }: { db: Db; world: World; log: Log },
): Promise<Finding[]> {
  const books = await reconcile(db, { by: "soak" });
  return [
    ...books.findings.map(({ check, subject, problem }) => ({
      check: `books: ${check}`,
      problem: `${subject} ${problem}`,
    })),
    ...(await checkJournals(pool)),
    ...(await checkAccounts(pool, db, world)),
    ...(await checkMoves(pool, log)),
  ];
}

/** Each step of a history that moves money has one journal, and there is no other. */
async function checkJournals(pool: Pool): Promise<Finding[]> {
  return findBy(
    pool,
    "journals",
    `with done as (
       select order_id::text as id, order_kind as kind,
              count(*) filter (where event = 'assign') as assigned,
              count(*) filter (where event = 'find_money') as found,
              count(*) filter (where event in ('confirm', 'resolve_full', 'resolve_part', 'accept_proof', 'resolve_sent')) as settled,
              count(*) filter (where event in ('reverse', 'mark_returned')) as reversed,
              count(*) filter (where order_kind = 'pay_out' and "to" in ('failed', 'cancelled')) as given_up
         from order_events group by 1, 2),
     journals as (
       select ref_id as id, ref_kind as kind,
              count(*) filter (where code like '%_held') as held,
              count(*) filter (where code like '%_released') as released,
              count(*) filter (where code like '%_settled') as settled,
              count(*) filter (where code = 'payments.pay_in_settled_late') as late,
              count(*) filter (where code in ('payments.pay_in_reversed', 'payments.pay_out_returned')) as reversed
         from (select distinct journal_id, code, ref_id, ref_kind from ledger_transfers where ref_kind in ('pay_in', 'pay_out')) j
        group by 1, 2)
     select format('%s %s has by its history %s, and in the books %s', coalesce(d.kind, j.kind), coalesce(d.id, j.id), to_json(d), to_json(j)) as problem
       from done d full join journals j using (id, kind)
      where d.id is null
         or (coalesce(j.settled, 0) + coalesce(j.late, 0), coalesce(j.reversed, 0)) <> (d.settled, d.reversed)
         or coalesce(j.held, 0) <> coalesce(j.settled, 0) + coalesce(j.released, 0)
         or case d.kind when 'pay_out' then coalesce(j.held, 0) <> 1 or coalesce(j.released, 0) <> d.given_up
                        else coalesce(j.held, 0) not between d.assigned and d.assigned + d.found
                          or coalesce(j.late, 0) > d.found end`,
  );
}

/** By merchant, trader and team: what was brought in, and what their orders brought, worked out anew. */
async function checkAccounts(pool: Pool, db: Db, world: World): Promise<Finding[]> {
  const findings: Finding[] = [];
  const expected = new Map<string, bigint>(world.deposits);
  const gain = (owner: string | null, by: bigint): void => {
    if (owner !== null) expected.set(owner, (expected.get(owner) ?? 0n) + by);
  };
  for (const kind of ["pay_in", "pay_out"] as const) {
    for (const row of await ordersOf(pool, kind)) {
      const number = (name: string): bigint => BigInt(row[name] ?? 0);
      const maybe = (name: string): bigint | null => (row[name] == null ? null : number(name));
      const agreed = agreedFor(kind, number("amount"));
      const found = { value: number("value"), merchantFee: number("merchant_fee") };
      if (found.value !== agreed.value || found.merchantFee !== agreed.merchantFee)
        findings.push({ check: "agreed", problem: `${kind} ${row.id} is worth something else` });
      const sums = {
        amount: number("amount"),
        payable: maybe("payable"),
        received: maybe("received"),
        ...agreed,
      };
      const gains = gainsOf(kind, row.state, sums);
      gain(row.merchant_id, gains.merchant);
      gain(row.trader_id, gains.trader);
      gain(row.team_id, gains.team);
      gain("platform.fees", gains.fees);
      gain("platform.rounding", gains.rounding);
    }
  }
  const found = new Map<string, bigint>();
  for (const standing of await readStandings(db, sql`a.currency = 'USDT'`, 10_000)) {
    const { ownerKind, ownerId, purpose, balance, held } = standing;
    if (purpose === "external" || purpose === "clearing") continue;
    const owner = ownerKind === "platform" ? `platform.${purpose}` : ownerId;
    const has = purpose === "receivable" ? -balance : balance;
    found.set(owner, (found.get(owner) ?? 0n) + has);
    if (held !== 0n)
      findings.push({ check: "holds", problem: `${held} of ${owner}'s ${purpose} is still held` });
  }
  for (const owner of new Set([...expected.keys(), ...found.keys()])) {
    const [should, has] = [expected.get(owner) ?? 0n, found.get(owner) ?? 0n];
    if (should !== has)
      findings.push({
        check: "accounts",
        problem: `${owner} has ${has} and should have ${should}`,
      });
  }
  return findings;
}

const ordersOf = (pool: Pool, kind: Kind): Promise<Row[]> =>
  rowsOf<Row>(
    pool,
    `select id, state, merchant_id, trader_id, team_id, amount::text, value::text, merchant_fee::text,
            ${kind === "pay_in" ? "payable::text, received::text" : "null as payable, null as received"}
       from ${kind}s`,
  );

/** Turned into collateral as often as was acknowledged, and no more. */
async function checkMoves(pool: Pool, log: Log): Promise<Finding[]> {
  const rows = await rowsOf<{ trader: string; times: number; sum: string }>(
    pool,
    `select a.owner_id as trader, count(*)::int as times, sum(t.amount)::text as sum
       from ledger_transfers t join ledger_accounts a on a.id = t.credit_id
      where t.code = 'payments.earnings_moved' group by 1`,
  );
  const found = new Map(rows.map(({ trader, times, sum }) => [trader, `${times} of ${sum}`]));
  return [...new Set([...found.keys(), ...log.moved.keys()])].flatMap((trader) => {
    const { times = 0, sum = 0n } = log.moved.get(trader) ?? {};
    const told = times === 0 ? undefined : `${times} of ${sum}`;
    const problem = `${trader} was told of ${told} moves of earnings, and there are ${found.get(trader)}`;
    return found.get(trader) === told ? [] : [{ check: "moves", problem }];
  });
}
