import { sql } from "drizzle-orm";
import {
  bigint,
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
import { paymentSessions } from "./sessions.ts";
import { requisites } from "./traders.ts";

export const payInStates = [
  "in_review",
  "matching",
  "assigned",
  "paid_claimed",
  "amount_review",
  "disputed",
  "late_review",
  "contested",
  "completed",
  "partial",
  "rejected",
  "no_trader",
  "cancelled",
  "expired",
  "reversed",
] as const;
export type PayInState = (typeof payInStates)[number];

export interface ShownRequisite {
  readonly method: string;
  readonly bank: string | null;
  /** Masked. */
  readonly number: string;
  readonly holder: string;
}

/** A payer's payment by way of a trader. Amount, fees and rate are those of its creation. */
export const payIns = pgTable(
  "pay_ins",
  {
    id: id(),
    merchantId: uuid("merchant_id").notNull(),
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    /** The merchant's own name for it: once in a store, for ever; the tries of one session share it. */
    reference: text("reference").notNull(),
    sessionId: uuid("session_id").references(() => paymentSessions.id),
    /** Which try of its session. */
    attempt: integer("attempt").notNull().default(1),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: payInStates }).notNull(),
    /** Grows with each change: whoever changes it says which one was seen. */
    version: integer("version").notNull(),
    currency: text("currency").notNull(),
    method: text("method").notNull(),
    /** Null: any. */
    bank: text("bank"),
    /** What was asked for, in the currency's smallest unit. */
    amount: bigint("amount", { mode: "bigint" }).notNull(),
    /** The sum that the payer was shown, since it was assigned. */
    payable: bigint("payable", { mode: "bigint" }),
    /** What came, where it was another sum. */
    received: bigint("received", { mode: "bigint" }),
    rateId: uuid("rate_id").notNull(),
    /** Units of the currency for one USDT. */
    rate: numeric("rate").notNull(),
    /** The following in the smallest unit of USDT. What the amount is worth, rounded down. */
    value: bigint("value", { mode: "bigint" }).notNull(),
    merchantFee: bigint("merchant_fee", { mode: "bigint" }).notNull(),
    /** Of the merchant's fee, since it was assigned. */
    traderFee: bigint("trader_fee", { mode: "bigint" }),
    commission: bigint("commission", { mode: "bigint" }),
    /** What the payable sum is worth, rounded up: so much of the trader's collateral is held. */
    held: bigint("held", { mode: "bigint" }),
    /** The journal that holds it. */
    holdId: uuid("hold_id"),
    traderId: uuid("trader_id"),
    teamId: uuid("team_id"),
    requisiteId: uuid("requisite_id").references(() => requisites.id),
    /** The requisite as the payer was shown it: it never changes under him. Its number whole, and sealed. */
    shown: jsonb("shown").$type<ShownRequisite>(),
    shownSealed: text("shown_sealed"),
    /** As the merchant names the payer; keyed fingerprints of whatever else tells him again. */
    payerId: text("payer_id"),
    payerIp: bytea("payer_ip"),
    /** Sum of what its rules gave, and their names. */
    fraudScore: integer("fraud_score").notNull(),
    fraudRules: jsonb("fraud_rules").$type<readonly string[]>().notNull(),
    /** When the worker ends the state by itself. */
    deadline: moment("deadline"),
    /** Until when money that comes late is taken. */
    lateUntil: moment("late_until"),
    /** What a contested one goes back to when the claim is not upheld. */
    before: text("before", { enum: ["completed", "partial"] }),
    /** The journal that settled it. */
    settlementId: uuid("settlement_id"),
    createdAt: moment("created_at").notNull(),
    assignedAt: moment("assigned_at"),
    claimedAt: moment("claimed_at"),
    endedAt: moment("ended_at"),
  },
  (t) => [
    check(
      "pay_ins_amounts",
      sql`${t.amount} > 0 and ${t.value} > 0 and ${t.payable} >= ${t.amount}`,
    ),
    check(
      "pay_ins_attempt",
      sql`${t.attempt} = 1 or (${t.attempt} > 1 and ${t.sessionId} is not null)`,
    ),
    check(
      "pay_ins_fees",
      sql`${t.merchantFee} >= 0 and ${t.merchantFee} <= ${t.value} and ${t.traderFee} + ${t.commission} <= ${t.merchantFee}`,
    ),
    // Whoever is asked to send somewhere has a trader, a sum and a hold behind it.
    check(
      "pay_ins_assigned",
      sql`${t.state} not in ('assigned', 'paid_claimed', 'amount_review', 'disputed') or (${t.requisiteId} is not null and ${t.payable} is not null and ${t.holdId} is not null)`,
    ),
    uniqueIndex("pay_ins_reference").on(t.storeId, t.reference, t.attempt),
    index("pay_ins_merchant").on(t.merchantId, t.id),
    index("pay_ins_store").on(t.storeId, t.id),
    index("pay_ins_trader").on(t.traderId, t.id),
    index("pay_ins_team").on(t.teamId, t.id),
    // What a trader and a team did in some days, whatever they did before.
    index("pay_ins_trader_ended").on(t.traderId, t.endedAt),
    index("pay_ins_team_ended").on(t.teamId, t.endedAt),
    index("pay_ins_session")
      .on(t.sessionId, t.attempt)
      .where(sql`${t.sessionId} is not null`),
    index("pay_ins_requisite").on(t.requisiteId, t.id),
    // What support looks for among all of them, and what statistics are of.
    index("pay_ins_any_reference").on(t.reference),
    index("pay_ins_state").on(t.state, t.id),
    index("pay_ins_created").on(t.createdAt),
    index("pay_ins_amount").on(t.amount, t.id),
    index("pay_ins_payable")
      .on(t.payable, t.id)
      .where(sql`${t.payable} is not null`),
    index("pay_ins_payer").on(t.payerId, t.merchantId, t.id),
    index("pay_ins_payer_ip")
      .on(t.payerIp, t.id)
      .where(sql`${t.payerIp} is not null`),
    index("pay_ins_deadline")
      .on(t.deadline)
      .where(sql`${t.deadline} is not null`),
    index("pay_ins_matching")
      .on(t.id)
      .where(sql`${t.state} = 'matching'`),
    index("pay_ins_live")
      .on(t.traderId)
      .where(
        sql`${t.state} in ('assigned', 'paid_claimed', 'amount_review', 'disputed', 'late_review')`,
      ),
  ],
);

/** Every change of state of an order: who, from what, to what, why. Append-only. */
export const orderEvents = pgTable(
  "order_events",
  {
    orderId: uuid("order_id").notNull(),
    /** The order's version since then. */
    sequence: integer("sequence").notNull(),
    orderKind: text("order_kind", { enum: ["pay_in", "pay_out"] }).notNull(),
    event: text("event").notNull(),
    from: text("from"),
    to: text("to").notNull(),
    by: text("by").notNull(),
    why: text("why"),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.sequence] }),
    // Which orders were ever in doubt, for statistics.
    index("order_events_doubts")
      .on(t.orderId)
      .where(sql`${t.to} in ('disputed', 'contested', 'needs_support')`),
  ],
);

/** What a payer or trader showed as proof. The same bytes or bank reference at another order raises a flag there. */
export const orderProofs = pgTable(
  "order_proofs",
  {
    orderId: uuid("order_id").notNull(),
    fileId: uuid("file_id").notNull(),
    sha256: bytea("sha256").notNull(),
    bankReference: text("bank_reference"),
    by: text("by").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.fileId] }),
    uniqueIndex("order_proofs_bytes").on(t.orderId, t.sha256),
    index("order_proofs_same_bytes").on(t.sha256),
    index("order_proofs_bank_reference").on(t.bankReference),
  ],
);
