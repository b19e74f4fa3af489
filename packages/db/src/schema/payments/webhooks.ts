import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";
import { stores } from "./merchants.ts";

/** What merchants are told: a feed, written with the change that it tells of. Append-only but for its position. */
export const paymentEvents = pgTable(
  "payment_events",
  {
    id: id(),
    merchantId: uuid("merchant_id").notNull(),
    storeId: uuid("store_id").notNull(),
    type: text("type").notNull(),
    /** What it is about, and that one's version. */
    objectId: uuid("object_id").notNull(),
    sequence: integer("sequence").notNull(),
    /** The whole of it as merchants see it, as of the event. */
    data: jsonb("data").notNull(),
    position: bigint("position", { mode: "number" }),
    at: moment("at").notNull(),
  },
  (t) => [
    uniqueIndex("payment_events_position").on(t.position),
    index("payment_events_unstamped")
      .on(t.id)
      .where(sql`${t.position} is null`),
    index("payment_events_merchant").on(t.merchantId, t.position),
    index("payment_events_store").on(t.storeId, t.at),
    index("payment_events_at").on(t.at),
  ],
);

/** How far a reader has come that keeps its place here. */
export const feedReaders = pgTable("feed_readers", {
  reader: text("reader").primaryKey(),
  position: bigint("position", { mode: "number" }).notNull(),
});

/** Where a store's events are sent. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: id(),
    merchantId: uuid("merchant_id").notNull(),
    storeId: uuid("store_id")
      .notNull()
      .references(() => stores.id),
    url: text("url").notNull(),
    /** Empty: all. */
    types: jsonb("types").$type<readonly string[]>().notNull(),
    state: text("state", { enum: ["active", "disabled"] }).notNull(),
    disabledWhy: text("disabled_why", { enum: ["removed", "gone", "failing"] }),
    secretSealed: text("secret_sealed").notNull(),
    /** The one before signs along until then. */
    previousSealed: text("previous_sealed"),
    previousUntil: moment("previous_until"),
    /** Since the last answer that was a success. */
    failures: integer("failures").notNull(),
    failingSince: moment("failing_since"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    check(
      "webhook_endpoints_disabled",
      sql`(${t.state} = 'disabled') = (${t.disabledWhy} is not null)`,
    ),
    index("webhook_endpoints_merchant").on(t.merchantId, t.id),
    index("webhook_endpoints_store").on(t.storeId, t.id),
  ],
);

/** One event for one endpoint, until it was taken or given up. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    endpointId: uuid("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    eventId: uuid("event_id")
      .notNull()
      .references(() => paymentEvents.id, { onDelete: "cascade" }),
    state: text("state", { enum: ["pending", "delivered", "failed"] }).notNull(),
    /** All that were ever begun: whoever ends one names it, so that only the last can. */
    attempts: integer("attempts").notNull(),
    /** Those since it was promised or replayed. */
    tries: smallint("tries").notNull(),
    dueAt: moment("due_at").notNull(),
    /** Somebody has it in hand until then. */
    leaseUntil: moment("lease_until"),
  },
  (t) => [
    uniqueIndex("webhook_deliveries_once").on(t.eventId, t.endpointId),
    index("webhook_deliveries_due")
      .on(t.endpointId, t.dueAt)
      .where(sql`${t.state} = 'pending'`),
    index("webhook_deliveries_leased")
      .on(t.endpointId)
      .where(sql`${t.leaseUntil} is not null`),
    index("webhook_deliveries_failed")
      .on(t.endpointId)
      .where(sql`${t.state} = 'failed'`),
  ],
);

/** What came of each try. Its status is null where there was no answer, and the problem says why. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    id: id(),
    endpointId: uuid("endpoint_id").notNull(),
    deliveryId: uuid("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: "cascade" }),
    at: moment("at").notNull(),
    ms: integer("ms").notNull(),
    status: smallint("status"),
    problem: text("problem"),
    /** The start of what was answered. */
    body: text("body").notNull(),
  },
  (t) => [
    index("webhook_attempts_endpoint").on(t.endpointId, t.id),
    index("webhook_attempts_delivery").on(t.deliveryId, t.id),
  ],
);
