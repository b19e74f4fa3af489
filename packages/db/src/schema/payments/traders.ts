import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { merchants } from "./merchants.ts";

/** Traders under a lead, who is whoever has identity's role within it and earns a commission of what they do. */
export const teams = pgTable(
  "teams",
  {
    id: id(),
    name: text("name").notNull(),
    state: text("state", { enum: ["active", "paused"] }).notNull(),
    /** Of an order's value, in millionths. */
    commissionIn: integer("commission_in").notNull(),
    commissionOut: integer("commission_out").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [check("teams_commission", sql`least(${t.commissionIn}, ${t.commissionOut}) >= 0`)],
);

export const traders = pgTable(
  "traders",
  {
    id: id(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id),
    name: text("name").notNull(),
    /** `paused` by the lead, `blocked` by an administrator. */
    state: text("state", { enum: ["active", "paused", "blocked"] }).notNull(),
    /** Of an order's value, in millionths. */
    feeIn: integer("fee_in").notNull(),
    feeOut: integer("fee_out").notNull(),
    /** How much is his in turn, beside others: two of 1 get as much as one of 2. */
    weight: smallint("weight").notNull(),
    /** How many orders at most are his at once, over all requisites. */
    parallelCap: smallint("parallel_cap").notNull(),
    /** Whoever does not say so again by then is away. */
    onlineUntil: moment("online_until"),
    /** Whose part a merchant plays in the sandbox: he serves that merchant's stores and no others. Null in production. */
    sandboxMerchantId: uuid("sandbox_merchant_id").references(() => merchants.id),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("traders_sandbox_merchant").on(t.sandboxMerchantId),
    check("traders_fees", sql`least(${t.feeIn}, ${t.feeOut}) >= 0`),
    check("traders_weight", sql`${t.weight} between 1 and 100 and ${t.parallelCap} >= 0`),
    index("traders_team").on(t.teamId, t.id),
  ],
);

/**
 * A trader's place among those who take one currency by one method. Matching walks it in the order of turns
 * and stops at the first that fits, so its cost does not grow with how many there are.
 */
export const traderTurns = pgTable(
  "trader_turns",
  {
    traderId: uuid("trader_id")
      .notNull()
      .references(() => traders.id),
    currency: text("currency").notNull(),
    method: text("method").notNull(),
    /** Who has the least is next; an order adds to it what it weighs. */
    turn: bigint("turn", { mode: "bigint" }).notNull(),
    /** A copy of what follows from trader, team and requisites; the times are looked at besides. */
    ready: boolean("ready").notNull(),
    /** Orders that ended well, and that did not: who confirms more is asked more often. */
    done: integer("done").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    /** When an order was last given to it. */
    servedAt: moment("served_at"),
  },
  (t) => [
    primaryKey({ columns: [t.traderId, t.currency, t.method] }),
    index("trader_turns_next")
      .on(t.currency, t.method, t.turn, t.traderId)
      .where(sql`${t.ready}`),
    index("trader_turns_served").on(t.currency, t.method, t.servedAt.desc().nullsLast()),
  ],
);

/** Where money can be sent to. Its number is sealed; what is compared and searched is a keyed fingerprint. */
export const requisites = pgTable(
  "requisites",
  {
    id: id(),
    traderId: uuid("trader_id")
      .notNull()
      .references(() => traders.id),
    method: text("method").notNull(),
    bank: text("bank"),
    currency: text("currency").notNull(),
    holder: text("holder").notNull(),
    numberSealed: text("number_sealed").notNull(),
    numberHash: bytea("number_hash").notNull(),
    numberMasked: text("number_masked").notNull(),
    minAmount: bigint("min_amount", { mode: "bigint" }).notNull(),
    maxAmount: bigint("max_amount", { mode: "bigint" }).notNull(),
    /** Null: as many, as much. */
    dayCountCap: integer("day_count_cap"),
    daySumCap: bigint("day_sum_cap", { mode: "bigint" }),
    parallelCap: smallint("parallel_cap").notNull(),
    coolDownSeconds: integer("cool_down_seconds").notNull(),
    state: text("state", { enum: ["active", "paused", "blocked", "archived"] }).notNull(),
    liveOrders: smallint("live_orders").notNull().default(0),
    lastAssignedAt: moment("last_assigned_at"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    check("requisites_amounts", sql`0 < ${t.minAmount} and ${t.minAmount} <= ${t.maxAmount}`),
    check("requisites_live_orders", sql`${t.liveOrders} >= 0`),
    check(
      "requisites_caps",
      sql`${t.parallelCap} >= 1 and ${t.coolDownSeconds} >= 0 and coalesce(${t.dayCountCap}, 1) >= 1 and coalesce(${t.daySumCap}, 1) >= 1`,
    ),
    uniqueIndex("requisites_number")
      .on(t.numberHash, t.method)
      .where(sql`${t.state} <> 'archived'`),
    index("requisites_trader").on(t.traderId, t.currency, t.method, t.id),
    index("requisites_masked").on(t.numberMasked),
  ],
);

/** What a requisite has taken on a day; its caps are copied when it is written, and checked. */
export const requisiteDays = pgTable(
  "requisite_days",
  {
    requisiteId: uuid("requisite_id")
      .notNull()
      .references(() => requisites.id),
    day: date("day").notNull(),
    count: integer("count").notNull(),
    sum: bigint("sum", { mode: "bigint" }).notNull(),
    countCap: integer("count_cap"),
    sumCap: bigint("sum_cap", { mode: "bigint" }),
  },
  (t) => [
    primaryKey({ columns: [t.requisiteId, t.day] }),
    index("requisite_days_day").on(t.day),
    check("requisite_days_caps", sql`${t.count} <= ${t.countCap} and ${t.sum} <= ${t.sumCap}`),
  ],
);

/**
 * Which sum a requisite is waiting for, so that what comes can be told by it. One that was released (when its
 * order ended, plus the time in which late money may still come) is taken over.
 */
export const requisiteSlots = pgTable(
  "requisite_slots",
  {
    requisiteId: uuid("requisite_id")
      .notNull()
      .references(() => requisites.id),
    payable: bigint("payable", { mode: "bigint" }).notNull(),
    orderId: uuid("order_id").notNull(),
    /** From when on it is free; null while its order is live. */
    releasedAt: moment("released_at"),
  },
  (t) => [
    primaryKey({ columns: [t.requisiteId, t.payable] }),
    index("requisite_slots_released").on(t.releasedAt),
  ],
);
