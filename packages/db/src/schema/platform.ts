import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  inet,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns.ts";

export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  /** A secret's value is `{ sealed }`. */
  value: jsonb("value").notNull(),
  changedAt: moment("changed_at").notNull(),
  changedBy: text("changed_by").notNull(),
});

export const idempotencyAnswers = pgTable(
  "idempotency_answers",
  {
    owner: text("owner").notNull(),
    procedure: text("procedure").notNull(),
    key: text("key").notNull(),
    inputHmac: bytea("input_hmac").notNull(),
    outcome: text("outcome", { enum: ["done", "refused"] }).notNull(),
    /** As text, so that a repeat gets the same to the letter. A sensitive procedure's answer is `{ sealed }`. */
    answer: json("answer").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.owner, t.procedure, t.key] }),
    index("idempotency_answers_at").on(t.at),
  ],
);

export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    job: text("job").notNull(),
    queue: text("queue").notNull(),
    payload: jsonb("payload").notNull(),
    /** While a job with a key is not done, there is no second one. */
    key: text("key"),
    state: text("state", { enum: ["pending", "moved", "done", "failed", "discarded"] })
      .notNull()
      .default("pending"),
    /** BullMQ's job id is id and generation: it swallows an id that it still keeps. */
    generation: integer("generation").notNull().default(0),
    runAt: moment("run_at").notNull(),
    createdAt: moment("created_at").notNull(),
    movedAt: moment("moved_at"),
    endedAt: moment("ended_at"),
    error: text("error"),
    /** W3C trace context of the cause. */
    trace: text("trace"),
  },
  (t) => [
    index("outbox_pending")
      .on(t.runAt)
      .where(sql`${t.state} = 'pending'`),
    index("outbox_moved")
      .on(t.movedAt)
      .where(sql`${t.state} = 'moved'`),
    index("outbox_failed")
      .on(t.endedAt)
      .where(sql`${t.state} = 'failed'`),
    index("outbox_ended")
      .on(t.endedAt)
      .where(sql`${t.state} in ('done', 'discarded')`),
    uniqueIndex("outbox_key_single")
      .on(t.job, t.key)
      .where(sql`${t.state} in ('pending', 'moved')`),
  ],
);

/** Append-only but for its position, which the stamper sets once (see `core/src/platform/feed`). */
export const liveEvents = pgTable(
  "live_events",
  {
    id: id(),
    event: text("event").notNull(),
    data: jsonb("data").notNull(),
    position: bigint("position", { mode: "number" }),
    at: moment("at").notNull(),
  },
  (t) => [
    uniqueIndex("live_events_position").on(t.position),
    index("live_events_unstamped")
      .on(t.id)
      .where(sql`${t.position} is null`),
    index("live_events_at").on(t.at),
  ],
);

/** One row a feed: the last position given out. Its row lock makes the stamper single. */
export const feeds = pgTable("feeds", {
  feed: text("feed").primaryKey(),
  lastPosition: bigint("last_position", { mode: "number" }).notNull().default(0),
});

/** Append-only but for its position, which the stamper sets once. */
export const auditRows = pgTable(
  "audit_rows",
  {
    id: id(),
    at: moment("at").notNull(),
    actor: text("actor").notNull(),
    /** Who it really was, where somebody acts as another. */
    realActor: text("real_actor"),
    action: text("action").notNull(),
    target: text("target"),
    changes: jsonb("changes").notNull(),
    outcome: text("outcome").notNull(),
    ip: inet("ip"),
    requestId: text("request_id").notNull(),
    position: bigint("position", { mode: "number" }),
  },
  (t) => [
    index("audit_rows_at").on(t.at),
    index("audit_rows_actor").on(t.actor, t.id),
    index("audit_rows_real_actor")
      .on(t.realActor, t.id)
      .where(sql`${t.realActor} is not null`),
    index("audit_rows_action").on(t.action, t.id),
    index("audit_rows_target").on(t.target, t.id),
    uniqueIndex("audit_rows_position").on(t.position),
    index("audit_rows_unstamped")
      .on(t.id)
      .where(sql`${t.position} is null`),
  ],
);

/** Append-only. Each hash covers the rows up to its position and the hash before it. */
export const auditSeals = pgTable("audit_seals", {
  lastPosition: bigint("last_position", { mode: "number" }).primaryKey(),
  rows: integer("rows").notNull(),
  hash: bytea("hash").notNull(),
  previousHash: bytea("previous_hash"),
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

/** rate-limiter-flexible's layout; it is told that the table exists. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    points: integer("points").notNull().default(0),
    expire: bigint("expire", { mode: "number" }),
  },
  (t) => [index("rate_limits_expire").on(t.expire)],
);
