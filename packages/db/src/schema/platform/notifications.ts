import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";
import { accounts } from "../identity/accounts.ts";

const channels = ["email", "telegram", "push"] as const;

/** What somebody chose; where there is no row, the kind's default counts. */
export const notificationPreferences = pgTable(
  "notification_preferences",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: text("kind").notNull(),
    channel: text("channel", { enum: channels }).notNull(),
    enabled: boolean("enabled").notNull(),
    changedAt: moment("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.kind, t.channel] })],
);

export const telegramLinks = pgTable(
  "telegram_links",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    /** Telegram's numbers are longer than 32 bits. */
    chatId: text("chat_id").notNull(),
    username: text("username"),
    linkedAt: moment("linked_at").notNull(),
  },
  (t) => [index("telegram_links_chat").on(t.chatId)],
);

/** What the bot is started with; one an account, used once. */
export const telegramCodes = pgTable(
  "telegram_codes",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id),
    hash: bytea("hash").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [uniqueIndex("telegram_codes_hash").on(t.hash)],
);

export const pushSubscriptions = pgTable(
  "push_subscriptions",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** An endpoint belongs to one account at a time: the one that subscribed last in that browser. */
    endpointHash: bytea("endpoint_hash").notNull(),
    /** Endpoint and keys: whoever has them can write to that browser. */
    sealed: text("sealed").notNull(),
    name: text("name").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("push_subscriptions_endpoint").on(t.endpointHash),
    index("push_subscriptions_account").on(t.accountId),
  ],
);

/** One notification by one channel. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    /** Null where it goes to an address without an account. */
    accountId: uuid("account_id").references(() => accounts.id),
    channel: text("channel", { enum: channels }).notNull(),
    template: text("template").notNull(),
    kind: text("kind").notNull(),
    locale: text("locale", { enum: ["ru", "en"] }).notNull(),
    timeZone: text("time_zone").notNull(),
    /** Address and data; links carry one-use tokens. Null once it has ended. */
    sealed: text("sealed"),
    /** To find an address without keeping it. */
    addressHash: bytea("address_hash").notNull(),
    state: text("state", {
      enum: ["waiting", "sending", "sent", "failed", "bounced", "withheld"],
    }).notNull(),
    /** Why it failed, bounced or was withheld. */
    problem: text("problem"),
    /** What its receiver's side calls it. */
    reference: text("reference"),
    createdAt: moment("created_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (t) => [
    index("deliveries_account").on(t.accountId, t.id),
    index("deliveries_address").on(t.addressHash, t.id),
    index("deliveries_state").on(t.state, t.id),
    index("deliveries_created").on(t.createdAt),
  ],
);

/**
 * Written before the outside is spoken to, and again after it has answered: an attempt without an end is one
 * whose process died, and nobody knows what came of it.
 */
export const deliveryAttempts = pgTable(
  "delivery_attempts",
  {
    deliveryId: uuid("delivery_id")
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    startedAt: moment("started_at").notNull(),
    endedAt: moment("ended_at"),
    outcome: text("outcome", { enum: ["accepted", "refused", "delayed", "unknown"] }),
    /** The code that the outside answered with. */
    answer: text("answer"),
  },
  (t) => [primaryKey({ columns: [t.deliveryId, t.number] })],
);

/** Addresses that mail came back from: only security mail still tries them. */
export const suppressedAddresses = pgTable("suppressed_addresses", {
  addressHash: bytea("address_hash").primaryKey(),
  problem: text("problem").notNull(),
  at: moment("at").notNull(),
});

/** Where mail lands in development, instead of leaving the machine. */
export const inboxMails = pgTable(
  "inbox_mails",
  {
    id: id(),
    at: moment("at").notNull(),
    to: text("to").notNull(),
    from: text("from").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
  },
  (t) => [index("inbox_mails_at").on(t.at)],
);
