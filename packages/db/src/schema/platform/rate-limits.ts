import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";

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
