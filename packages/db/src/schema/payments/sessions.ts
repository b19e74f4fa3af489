import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { stores } from "./merchants.ts";

/** A payer's visit to the payment page: one payment, in as many tries as it takes. */
export const paymentSessions = pgTable(
  "payment_sessions",
  {
    id: id(),
    merchantId: uuid("merchant_id").notNull(),
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    /** Of the token in the page's address, which is not kept. */
    tokenHash: bytea("token_hash").notNull(),
    /** That of its orders. */
    reference: text("reference").notNull(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    currency: text("currency").notNull(),
    amount: bigint("amount", { mode: "bigint" }).notNull(),
    /** Null: as the browser says. */
    language: text("language", { enum: ["en", "ru"] }),
    payerId: text("payer_id"),
    tries: integer("tries").notNull().default(0),
    /** Of the last try. */
    orderId: uuid("order_id"),
    createdAt: moment("created_at").notNull(),
    /** After that no new try begins; one that has begun goes on. */
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    check("payment_sessions_amount", sql`${t.amount} > 0`),
    check("payment_sessions_tries", sql`(${t.tries} = 0) = (${t.orderId} is null)`),
    uniqueIndex("payment_sessions_token").on(t.tokenHash),
    uniqueIndex("payment_sessions_reference").on(t.storeId, t.reference),
    index("payment_sessions_merchant").on(t.merchantId, t.id),
  ],
);
