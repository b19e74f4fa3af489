import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "../columns.ts";

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
