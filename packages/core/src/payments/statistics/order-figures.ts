import { settlementCurrency, type StatisticDirection } from "@mainstay/contracts";
import { currencies, orderEvents, payIns, payOuts } from "@mainstay/db";
import { type SQL, sql } from "drizzle-orm";
import { endedStates as endedPayIns } from "../pay-ins/transitions.ts";
import { endedStates as endedPayOuts } from "../pay-outs/transitions.ts";

const oneOf = (states: ReadonlySet<string>): SQL =>
  sql.raw(`(${[...states].map((state) => `'${state}'`).join(", ")})`);

/** Whether it was ever disputed, contested or in support's hands; by an index of these events alone. */
const doubted = (id: SQL): SQL =>
  sql`exists (select from ${orderEvents} where ${orderEvents.orderId} = ${id} and ${orderEvents.to} in ('disputed', 'contested', 'needs_support'))`;

/** What part payments are worth follows from what came, as they are settled; `resolve-pay-in` does the same. */
const partValue = sql`div(${payIns.received} * power(10::numeric, (select digits from ${currencies} where code = ${settlementCurrency})),
  ${payIns.rate} * power(10::numeric, (select digits from ${currencies} where code = ${payIns.currency})))::bigint`;
const settledValue = sql`case ${payIns.state} when 'completed' then ${payIns.value} when 'partial' then ${partValue} end`;
const share = (fee: SQL): SQL =>
  sql`case ${payIns.state} when 'completed' then ${fee} when 'partial' then div(${fee}::numeric * ${partValue}, ${payIns.value})::bigint end`;

/**
 * One row an order of either direction, with the same names: `paid` in its currency and `value` in USDT where it was
 * completed, and null where it was not; `worth` is the value for who sent or took it; `seconds` how long that took.
 */
export const orderFigures = (direction: StatisticDirection, where: SQL | undefined): SQL => {
  const figures = direction === "pay_in" ? payInFigures : payOutFigures;
  // The offset keeps the planner from looking for doubts twice an order.
  return sql`select *, case when paid is not null and not doubted then extract(epoch from took)::float8 end as seconds
    from (${figures} where ${where ?? sql`true`} offset 0) f`;
};

const payInFigures = sql`select ${payIns.method}, coalesce(${payIns.shown} ->> 'bank', ${payIns.bank}) as bank,
    ${payIns.traderId}, ${payIns.storeId}, ${payIns.merchantId}, ${payIns.requisiteId}, ${payIns.currency}, ${payIns.createdAt}, ${payIns.endedAt},
    ${payIns.state} in ${oneOf(endedPayIns)} as ended,
    case ${payIns.state} when 'completed' then ${payIns.amount} when 'partial' then ${payIns.received} end as paid,
    ${settledValue} as value, ${settledValue} as worth,
    ${share(sql`${payIns.traderFee}`)} as earned, ${share(sql`${payIns.commission}`)} as commission,
    ${doubted(sql`${payIns.id}`)} as doubted, ${payIns.endedAt} - ${payIns.claimedAt} as took
  from ${payIns}`;

const ifPaid = (value: SQL): SQL => sql`case ${payOuts.state} when 'completed' then ${value} end`;
const payOutFigures = sql`select ${payOuts.method}, ${payOuts.bank}, ${payOuts.traderId}, ${payOuts.storeId}, ${payOuts.merchantId},
    null::uuid as requisite_id, ${payOuts.currency}, ${payOuts.createdAt}, ${payOuts.endedAt},
    ${payOuts.state} in ${oneOf(endedPayOuts)} as ended,
    ${ifPaid(sql`${payOuts.amount}`)} as paid, ${ifPaid(sql`${payOuts.value}`)} as value,
    ${ifPaid(sql`${payOuts.worth}`)} as worth, ${ifPaid(sql`${payOuts.traderFee}`)} as earned,
    ${ifPaid(sql`${payOuts.commission}`)} as commission,
    ${doubted(sql`${payOuts.id}`)} as doubted, ${payOuts.provedAt} - ${payOuts.acceptedAt} as took
  from ${payOuts}`;
