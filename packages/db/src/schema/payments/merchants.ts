import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { id, moment } from "../columns.ts";

/** Who asks for payments. Keys and people belong to it by identity's scope `merchant`. */
export const merchants = pgTable("merchants", {
  id: id(),
  name: text("name").notNull(),
  state: text("state", { enum: ["active", "suspended"] }).notNull(),
  createdAt: moment("created_at").notNull(),
});

export interface StoreLook {
  readonly title: string;
  readonly logoFileId: string | null;
  readonly successUrl: string | null;
  readonly failureUrl: string | null;
}

export const stores = pgTable(
  "stores",
  {
    id: id(),
    merchantId: uuid("merchant_id")
      .notNull()
      .references(() => merchants.id),
    name: text("name").notNull(),
    state: text("state", { enum: ["active", "paused"] }).notNull(),
    look: jsonb("look").$type<StoreLook>().notNull(),
    /** By how many of the smallest units a sum may be raised so that no two live orders ask for the same. */
    sumShiftMost: smallint("sum_shift_most").notNull(),
    /** For how long after its end money that comes late can still be taken for an order. */
    lateMinutes: integer("late_minutes").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    check("stores_sum_shift", sql`${t.sumShiftMost} between 0 and 99`),
    index("stores_merchant").on(t.merchantId, t.id),
  ],
);

export const directions = ["pay_in", "pay_out"] as const;

/** What a store takes and pays: one currency by one method in one direction, within what, and for which fee. */
export const storeTerms = pgTable(
  "store_terms",
  {
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    direction: text("direction", { enum: directions }).notNull(),
    currency: text("currency").notNull(),
    method: text("method").notNull(),
    /** In the currency's smallest unit. */
    minAmount: bigint("min_amount", { mode: "bigint" }).notNull(),
    maxAmount: bigint("max_amount", { mode: "bigint" }).notNull(),
    /** Of the order's value, in millionths: 12,500 is 1.25 %. */
    feeMillionths: integer("fee_millionths").notNull(),
    /** In the smallest unit of USDT. */
    feeFixed: bigint("fee_fixed", { mode: "bigint" }).notNull(),
    active: boolean("active").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.storeId, t.direction, t.currency, t.method] }),
    check("store_terms_amounts", sql`0 < ${t.minAmount} and ${t.minAmount} <= ${t.maxAmount}`),
    check("store_terms_fee", sql`${t.feeMillionths} between 0 and 999999 and ${t.feeFixed} >= 0`),
  ],
);

/** Where a store has any that are allowed, no others serve it; who is denied never does. */
export const storeTraders = pgTable(
  "store_traders",
  {
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    traderId: uuid("trader_id").notNull(),
    rule: text("rule", { enum: ["allow", "deny"] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.storeId, t.traderId] })],
);
