import {
  type payments,
  readStatistics,
  statisticDimensions,
  statisticNotYours,
  statisticRows,
} from "@mainstay/contracts";
import { payIns, payOuts, stores, traders } from "@mainstay/db";
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Actor } from "../../actor.ts";
import type { Answer, CtxOf, UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { ordersOf } from "../orders/order-filter.ts";
import { digitsOf } from "../orders/value-of.ts";
import { payInScope } from "../pay-ins/pay-in-scope.ts";
import { payOutScope } from "../pay-outs/pay-out-scope.ts";
import { settlementOf } from "../settlement.ts";
import { orderFigures } from "./order-figures.ts";
import { requireFew, requireSpan } from "./span.ts";

type Count = typeof payments.statistics.orders;
type Dimension = (typeof statisticDimensions)[number];

const everyDimension: readonly Dimension[] = statisticDimensions;
/** A merchant does not learn who its traders are, and these not whose shops they serve. */
const dimensionsOf = {
  merchant: ["method", "bank", "store", "day"],
  trader: ["method", "bank", "trader", "day"],
  team: ["method", "bank", "trader", "day"],
  branch: [],
} as const satisfies Record<string, readonly Dimension[]>;

const keys = {
  method: sql`method`,
  bank: sql`bank`,
  trader: sql`trader_id`,
  store: sql`store_id`,
  day: sql`(created_at at time zone 'utc')::date`,
} as const;
const named = { trader: traders, store: stores } as const;

interface Row extends Record<string, unknown> {
  key: string | null;
  name: string | null;
  currency: string;
  orders: number;
  ended: number;
  completed: number;
  volume: string;
  value: string;
  disputed: number;
  seconds: [number, number] | null;
}

export const countOrders: UseCase<Count> = async (ctx, input) => {
  const { by, direction } = input;
  const { from, until } = requireSpan(ctx, input);
  const dimensions = dimensionsFor(ctx.actor);
  if (!dimensions.includes(by)) ctx.fail(statisticNotYours({ by, dimensions: [...dimensions] }));
  const [table, scope] = direction === "pay_in" ? [payIns, payInScope] : [payOuts, payOutScope];
  const where = and(
    scope(ctx.actor, readStatistics),
    await ordersOf(ctx, table, readStatistics, input),
    input.method === undefined ? undefined : eq(table.method, input.method),
    input.currency === undefined ? undefined : eq(table.currency, input.currency),
    gte(table.createdAt, from),
    lt(table.createdAt, until),
  );
  const figures = orderFigures(direction, where);
  const its = by === "trader" || by === "store" ? named[by] : null;
  const { rows } = await ctx.db.execute<Row>(sql`
    select g.*, g.key::text as key, ${its ? sql`n.name` : sql`null as name`} from (
      select ${keys[by]} as key, currency, count(*)::int as orders,
             count(*) filter (where ended)::int as ended,
             count(paid)::int as completed,
             coalesce(sum(paid), 0)::text as volume,
             coalesce(sum(${valueFor(ctx.actor)}), 0)::text as value,
             count(*) filter (where doubted)::int as disputed,
             percentile_cont(array[0.5, 0.95]) within group (order by seconds) as seconds
        from (${figures}) o group by 1, 2) g
    ${its ? sql`left join ${its} n on n.id = g.key` : sql``}
    order by ${by === "day" ? sql`g.key` : sql`g.value::numeric desc, g.key`}, g.currency
    limit ${statisticRows + 1}`);
  const items = requireFew(ctx, rows).map((row) => statisticOf(ctx, row));
  return { items: await Promise.all(items) };
};

/** Whoever is on several sides is told what each of them may be told. */
function dimensionsFor(actor: Actor): readonly Dimension[] {
  const scopes = actor.scopesOf(readStatistics);
  if (scopes === "everywhere") return everyDimension;
  return everyDimension.filter((one) =>
    scopes.every(({ kind }) => (dimensionsOf[kind] as readonly Dimension[]).includes(one)),
  );
}

/** Of what is rounded, a merchant is told what it pays, and who sends it what he gets. */
function valueFor(actor: Actor): SQL {
  const scopes = actor.scopesOf(readStatistics);
  if (scopes === "everywhere") return sql`value`;
  const own = scopes.filter(({ kind }) => kind === "merchant").map(({ id }) => id);
  return sql`case when merchant_id = any (${sql.param(own)}::uuid[]) then value else worth end`;
}

async function statisticOf(
  ctx: Pick<CtxOf<Count>, "reference">,
  row: Row,
): Promise<Answer<Count>["items"][number]> {
  const { key, name, orders, ended, completed, disputed, seconds } = row;
  const currency = { code: row.currency, digits: await digitsOf(ctx.reference, row.currency) };
  const [median, p95] = (seconds ?? []).map(Math.round);
  return {
    key,
    name,
    currency: row.currency,
    orders,
    ended,
    completed,
    conversionPercent: percentOf(completed, ended),
    volume: moneyOf(BigInt(row.volume), currency),
    value: moneyOf(BigInt(row.value), await settlementOf(ctx.reference)),
    disputed,
    disputePercent: percentOf(disputed, orders),
    confirmSeconds: median === undefined || p95 === undefined ? null : { median, p95 },
  };
}

const percentOf = (part: number, whole: number): string | null =>
  whole === 0 ? null : ((part / whole) * 100).toFixed(2);
