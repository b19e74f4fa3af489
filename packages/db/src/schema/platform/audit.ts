import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytea, id, moment } from "../columns.ts";

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
