import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";

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
    index("outbox_discarded")
      .on(t.endedAt, t.id)
      .where(sql`${t.state} = 'discarded'`),
    // None of these for what is done: that is nearly every job, and each would pay for it.
    index("outbox_given_up")
      .on(t.job, t.state, t.endedAt, t.id)
      .where(sql`${t.state} in ('failed', 'discarded')`),
    uniqueIndex("outbox_key_single")
      .on(t.job, t.key)
      .where(sql`${t.state} in ('pending', 'moved')`),
  ],
);
