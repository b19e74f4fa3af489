import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { stores } from "./merchants.ts";
import { traders } from "./traders.ts";

export const payOutStates = [
  "matching",
  "offered",
  "accepted",
  "sending",
  "proof_uploaded",
  "needs_support",
  "completed",
  "failed",
  "cancelled",
  "returned",
] as const;
export type PayOutState = (typeof payOutStates)[number];

/** A merchant's payment to somebody by way of a trader. Amount, fees and rate are those of its creation. */
export const payOuts = pgTable(
  "pay_outs",
  {
    id: id(),
    merchantId: uuid("merchant_id").notNull(),
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    /** The merchant's own name for it: once in a store, for ever. */
    reference: text("reference").notNull(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: payOutStates }).notNull(),
    /** Grows with each change: whoever changes it says which one was seen. */
    version: integer("version").notNull(),
    currency: text("currency").notNull(),
    method: text("method").notNull(),
    bank: text("bank"),
    /** Where it goes to. Its number is sealed; what is compared is a keyed fingerprint. */
    holder: text("holder").notNull(),
    numberSealed: text("number_sealed").notNull(),
    numberHash: bytea("number_hash").notNull(),
    numberMasked: text("number_masked").notNull(),
    /** What is to be sent, in the currency's smallest unit. */
    amount: bigint("amount", { mode: "bigint" }).notNull(),
    rateId: uuid("rate_id").notNull(),
    /** Units of the currency for one USDT. */
    rate: numeric("rate").notNull(),
    /** The following in the smallest unit of USDT. What the amount is worth, rounded up. */
    value: bigint("value", { mode: "bigint" }).notNull(),
    /** The same rounded down: what the trader who sends it gets back. */
    worth: bigint("worth", { mode: "bigint" }).notNull(),
    /** What the merchant pays besides. */
    merchantFee: bigint("merchant_fee", { mode: "bigint" }).notNull(),
    /** Of the merchant's fee, since it was offered. */
    traderFee: bigint("trader_fee", { mode: "bigint" }),
    commission: bigint("commission", { mode: "bigint" }),
    /** The journal that holds value and fee of the merchant's balance. */
    holdId: uuid("hold_id").notNull(),
    traderId: uuid("trader_id").references(() => traders.id),
    teamId: uuid("team_id"),
    /** When the worker ends the state by itself. */
    deadline: moment("deadline"),
    /** Until when a trader is looked for, whoever was asked meanwhile. */
    matchUntil: moment("match_until").notNull(),
    /** The journal that settled it. */
    settlementId: uuid("settlement_id"),
    createdAt: moment("created_at").notNull(),
    acceptedAt: moment("accepted_at"),
    provedAt: moment("proved_at"),
    endedAt: moment("ended_at"),
  },
  (t) => [
    check(
      "pay_outs_amounts",
      sql`${t.amount} > 0 and ${t.worth} > 0 and ${t.worth} <= ${t.value} and ${t.merchantFee} < ${t.value}`,
    ),
    check(
      "pay_outs_fees",
      sql`${t.merchantFee} >= 0 and ${t.traderFee} + ${t.commission} <= ${t.merchantFee}`,
    ),
    // Whoever is asked to send is known, and so is what for.
    check(
      "pay_outs_offered",
      sql`${t.state} not in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support', 'completed', 'returned') or (${t.traderId} is not null and ${t.teamId} is not null and ${t.traderFee} is not null and ${t.commission} is not null)`,
    ),
    check(
      "pay_outs_settled",
      sql`(${t.state} in ('completed', 'returned')) = (${t.settlementId} is not null)`,
    ),
    uniqueIndex("pay_outs_reference").on(t.storeId, t.reference),
    index("pay_outs_merchant").on(t.merchantId, t.id),
    index("pay_outs_store").on(t.storeId, t.id),
    index("pay_outs_trader").on(t.traderId, t.id),
    index("pay_outs_team").on(t.teamId, t.id),
    // What a trader and a team did in some days, whatever they did before.
    index("pay_outs_trader_ended").on(t.traderId, t.endedAt),
    index("pay_outs_team_ended").on(t.teamId, t.endedAt),
    index("pay_outs_number").on(t.numberHash, t.id),
    // What support looks for among all of them, and what statistics are of.
    index("pay_outs_any_reference").on(t.reference),
    index("pay_outs_state").on(t.state, t.id),
    index("pay_outs_created").on(t.createdAt),
    index("pay_outs_amount").on(t.amount, t.id),
    index("pay_outs_deadline")
      .on(t.deadline)
      .where(sql`${t.deadline} is not null`),
    index("pay_outs_matching")
      .on(t.id)
      .where(sql`${t.state} = 'matching'`),
    index("pay_outs_live")
      .on(t.traderId)
      .where(
        sql`${t.state} in ('offered', 'accepted', 'sending', 'proof_uploaded', 'needs_support')`,
      ),
  ],
);

/** Who was asked to send an order. Who declined is not asked again, who let it pass only when nobody else is left. */
export const payOutOffers = pgTable(
  "pay_out_offers",
  {
    orderId: uuid("order_id")
      .notNull()
      .references(() => payOuts.id),
    traderId: uuid("trader_id")
      .notNull()
      .references(() => traders.id),
    declined: boolean("declined").notNull(),
    /** The last time. */
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.traderId] })],
);
