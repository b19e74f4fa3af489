import { z } from "zod";
import { permission } from "../access.ts";
import { query } from "../define.ts";
import { AskedMoment } from "../moment.ts";
import { Money } from "../money.ts";
import { CurrencyCode } from "../platform/reference.ts";
import { reason } from "../reason.ts";
import { MethodCode } from "./pay-in.ts";
import { requisiteUnknown } from "./requisites.ts";
import { storeUnknown } from "./stores.ts";
import { teamUnknown } from "./teams.ts";
import { traderUnknown } from "./traders.ts";

export const readStatistics = permission("payments.statistics.read", {
  roles: ["merchant", "trader", "lead", "support"],
  scopes: ["merchant", "trader", "team"],
});
export const readCommission = permission("payments.statistics.commission", {
  roles: ["lead", "support"],
  scopes: ["team"],
});
export const readTurnover = permission("payments.statistics.turnover", {
  roles: ["trader", "lead", "support"],
  scopes: ["trader", "team"],
});

export const statisticDays = 366;
export const statisticRows = 5_000;
export const statisticSpanUnfit = reason("payments.statistic_span_unfit", {
  kind: "invalid",
  message: "From {from} until {until} is no span of {most} days at most; ask for a shorter one.",
  details: z.object({ from: z.string(), until: z.string(), most: z.int() }),
});
export const statisticTooLarge = reason("payments.statistic_too_large", {
  kind: "invalid",
  message: "That is more than {most} rows; ask for a shorter time, or for less by its filters.",
  details: z.object({ most: z.int() }),
});
export const statisticNotYours = reason("payments.statistic_not_yours", {
  kind: "forbidden",
  message: "You are not told of orders by {by}; ask for them by {dimensions}.",
  details: z.object({ by: z.string(), dimensions: z.array(z.string()) }),
});

export const statisticDimensions = ["method", "bank", "trader", "store", "day"] as const;
export const StatisticDimension = z
  .enum(statisticDimensions)
  .describe("Days are those of UTC, by when orders were made.");
export const StatisticDirection = z.enum(["pay_in", "pay_out"]);
export type StatisticDirection = z.output<typeof StatisticDirection>;

const day = z.iso.date();
const span = {
  from: AskedMoment,
  until: AskedMoment.describe("Not included; at most 366 days after `from`."),
};
const percent = z
  .string()
  .nullable()
  .meta({ description: "Of a hundred. Null where there is nothing to divide by." });

export const OrderStatistic = z
  .object({
    key: z.string().nullable().describe("The code, id or day; null for orders that have none."),
    name: z.string().nullable().describe("Of a trader or store."),
    currency: CurrencyCode,
    orders: z.int(),
    ended: z.int().describe("In whatever way."),
    completed: z.int().describe("In full or in part."),
    conversionPercent: percent.describe("Of the ended ones those completed."),
    volume: Money.describe("Of those completed, in the orders' currency."),
    value: Money.describe("Of those completed, in USDT."),
    disputed: z
      .int()
      .describe("That were ever disputed or contested; pay-outs: that ever needed support."),
    disputePercent: percent.describe("Of all orders."),
    confirmSeconds: z
      .object({ median: z.int(), p95: z.int() })
      .nullable()
      .describe(
        "Of completed ones that nobody disputed. Pay-ins: from when the payer said that it is paid. Pay-outs: from when the trader accepted to the proof.",
      ),
  })
  .meta({ id: "OrderStatistic" });

const settled = {
  orders: z.int().describe("That were completed on that day, in full or in part."),
  value: Money.describe("What they were worth in USDT."),
};
export const CommissionStatistic = z
  .object({
    day,
    traderId: z.uuid(),
    traderName: z.string(),
    direction: StatisticDirection,
    ...settled,
    commission: Money.describe("The lead's part."),
  })
  .meta({ id: "CommissionStatistic" });
export const TurnoverStatistic = z
  .object({
    day,
    traderId: z.uuid(),
    direction: StatisticDirection,
    requisite: z
      .object({ id: z.uuid(), method: MethodCode, numberMasked: z.string() })
      .nullable()
      .describe("Null for pay-outs, which come from none."),
    currency: CurrencyCode,
    volume: Money.describe("What came or was sent, in the orders' currency."),
    ...settled,
    earned: Money.describe("The trader's part."),
  })
  .meta({ id: "TurnoverStatistic" });

const errors = [statisticSpanUnfit, statisticTooLarge] as const;

export const statistics = {
  orders: query({
    summary: "How orders of a time went, by method, bank, trader, store or day",
    description:
      "Of what you may see. Merchants are not told of traders, nor traders and leads of stores. A row for each key and currency: the largest value first, days in their order.",
    access: readStatistics,
    input: z.object({
      ...span,
      direction: StatisticDirection.default("pay_in"),
      by: StatisticDimension,
      storeId: z.uuid().optional(),
      traderId: z.uuid().optional(),
      teamId: z.uuid().optional(),
      method: MethodCode.optional(),
      currency: CurrencyCode.optional(),
    }),
    output: z.object({ items: z.array(OrderStatistic) }),
    errors: [...errors, statisticNotYours, storeUnknown, traderUnknown, teamUnknown],
    rest: { method: "GET", path: "/payments/statistics/orders" },
  }),
  commission: query({
    summary: "What a lead's traders brought, by trader and day",
    description: "Of orders that ended then and stayed so; what was reversed later is left out.",
    access: readCommission,
    input: z.object({ ...span, teamId: z.uuid(), traderId: z.uuid().optional() }),
    output: z.object({ items: z.array(CommissionStatistic) }),
    errors: [...errors, teamUnknown, traderUnknown],
    rest: { method: "GET", path: "/payments/statistics/commission" },
  }),
  turnover: query({
    summary: "What a trader took and sent, by day and requisite",
    description: "Of orders that ended then and stayed so; what was reversed later is left out.",
    access: readTurnover,
    input: z.object({ ...span, traderId: z.uuid(), requisiteId: z.uuid().optional() }),
    output: z.object({ items: z.array(TurnoverStatistic) }),
    errors: [...errors, traderUnknown, requisiteUnknown],
    rest: { method: "GET", path: "/payments/statistics/turnover" },
  }),
};
