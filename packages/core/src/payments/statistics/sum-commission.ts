import { type payments, readCommission, statisticRows } from "@mainstay/contracts";
import { payIns, payOuts, traders } from "@mainstay/db";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { settlementOf } from "../settlement.ts";
import { requireTeam } from "../teams/require-team.ts";
import { requireTrader } from "../traders/require-trader.ts";
import { orderFigures } from "./order-figures.ts";
import { requireFew, requireSpan } from "./span.ts";

interface Row extends Record<string, unknown> {
  day: string;
  trader_id: string;
  name: string;
  direction: "pay_in" | "pay_out";
  orders: number;
  value: string;
  commission: string;
}

/** By the team that an order was assigned in: a trader who moved on later left its commission there. */
export const sumCommission: UseCase<typeof payments.statistics.commission> = async (ctx, input) => {
  const { teamId, traderId } = input;
  const { from, until } = requireSpan(ctx, input);
  await requireTeam(ctx, teamId, readCommission);
  if (traderId !== undefined) await requireTrader(ctx, traderId, readCommission);
  const figures = ([payIns, payOuts] as const).map((table, at) => {
    const direction = at === 0 ? "pay_in" : "pay_out";
    const where = and(
      eq(table.teamId, teamId),
      traderId === undefined ? undefined : eq(table.traderId, traderId),
      gte(table.endedAt, from),
      lt(table.endedAt, until),
    );
    return sql`select (ended_at at time zone 'utc')::date::text as day, trader_id, ${direction}::text as direction,
        count(*)::int as orders, sum(worth)::text as value, sum(commission)::text as commission
      from (${orderFigures(direction, where)}) o where paid is not null group by 1, 2, 3`;
  });
  const { rows } = await ctx.db.execute<Row>(sql`
    select g.*, t.name from (${sql.join(figures, sql` union all `)}) g
      join ${traders} t on t.id = g.trader_id
     order by g.day, t.name, g.trader_id, g.direction limit ${statisticRows + 1}`);
  const usdt = await settlementOf(ctx.reference);
  return {
    items: requireFew(ctx, rows).map((row) => ({
      day: row.day,
      traderId: row.trader_id,
      traderName: row.name,
      direction: row.direction,
      orders: row.orders,
      value: moneyOf(BigInt(row.value), usdt),
      commission: moneyOf(BigInt(row.commission), usdt),
    })),
  };
};
