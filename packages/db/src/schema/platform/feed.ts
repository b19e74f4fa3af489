import { bigint, pgTable, text } from "drizzle-orm/pg-core";

/** One row a feed: the last position given out. Its row lock makes the stamper single. */
export const feeds = pgTable("feeds", {
  feed: text("feed").primaryKey(),
  lastPosition: bigint("last_position", { mode: "number" }).notNull().default(0),
});
