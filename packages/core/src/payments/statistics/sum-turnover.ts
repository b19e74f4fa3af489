import { type payments, readTurnover, requisiteUnknown, statisticRows } from "@mainstay/contracts";
import { payIns, payOuts, requisites } from "@mainstay/db";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { CtxOf, UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { digitsOf } from "../orders/value-of.ts";
import { payInScope } from "../pay-ins/pay-in-scope.ts";
import { payOutScope } from "../pay-outs/pay-out-scope.ts";
import { settlementOf } from "../settlement.ts";
import { requireTrader } from "../traders/require-trader.ts";
import { orderFigures } from "./order-figures.ts";
import { requireFew, requireSpan } from "./span.ts";

type Turnover = typeof payments.statistics.turnover;

interface Row extends Record<string, unknown> {
  day: string;
  requisite_id: string | null;
  method: string | null;
  number_masked: string | null;
  direction: "pay_in" | "pay_out";
  currency: string;
  orders: number;
  volume: string;
  value: string;
  earned: string;
}

export const sumTurnover: UseCase<Turnover> = async (ctx, input) => {
  const { traderId, requisiteId } = input;
  const { from, until } = requireSpan(ctx, input);
  await requireTrader(ctx, traderId, readTurnover);
  if (requisiteId !== undefined) await requireItsRequisite(ctx, traderId, requisiteId);
  // A trader who changed teams left what he did there to its lead.
  const within = (table: typeof payIns | typeof payOuts) =>
    and(
      eq(table.traderId, traderId),
      table === payIns ? payInScope(ctx.actor, readTurnover) : payOutScope(ctx.actor, readTurnover),
      gte(table.endedAt, from),
      lt(table.endedAt, until),
    );
  const taken = orderFigures(
    "pay_in",
    and(
      within(payIns),
      requisiteId === undefined ? undefined : eq(payIns.requisiteId, requisiteId),
    ),
  );
  const sent = orderFigures("pay_out", within(payOuts));
  const parts = [sql`select *, 'pay_in' as direction from (${taken}) i`];
  if (requisiteId === undefined) parts.push(sql`select *, 'pay_out' from (${sent}) o`);
  const { rows } = await ctx.db.execute<Row>(sql`
    select g.*, r.method, r.number_masked from (
      select (ended_at at time zone 'utc')::date::text as day, requisite_id, direction, currency,
             count(*)::int as orders, sum(paid)::text as volume, sum(worth)::text as value, sum(earned)::text as earned
        from (${sql.join(parts, sql` union all `)}) o where paid is not null group by 1, 2, 3, 4) g
      left join ${requisites} r on r.id = g.requisite_id
     order by g.day, g.direction, g.requisite_id, g.currency limit ${statisticRows + 1}`);
  const usdt = await settlementOf(ctx.reference);
  const items = requireFew(ctx, rows).map(async (row) => ({
    day: row.day,
    traderId,
    direction: row.direction,
    requisite:
      row.requisite_id === null
        ? null
        : {
            id: row.requisite_id,
            method: row.method ?? "",
            numberMasked: row.number_masked ?? "",
          },
    currency: row.currency,
    orders: row.orders,
    volume: moneyOf(BigInt(row.volume), {
      code: row.currency,
      digits: await digitsOf(ctx.reference, row.currency),
    }),
    value: moneyOf(BigInt(row.value), usdt),
    earned: moneyOf(BigInt(row.earned), usdt),
  }));
  return { items: await Promise.all(items) };
};

async function requireItsRequisite(
  { db, fail }: CtxOf<Turnover>,
  traderId: string,
  requisiteId: string,
): Promise<void> {
  const its = and(eq(requisites.id, requisiteId), eq(requisites.traderId, traderId));
  const [row] = await db.select({ id: requisites.id }).from(requisites).where(its);
  if (!row) fail(requisiteUnknown({ requisiteId }));
}
