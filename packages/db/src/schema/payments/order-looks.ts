import { index, pgTable, smallint, uuid } from "drizzle-orm/pg-core";
import { moment } from "../columns.ts";

/**
 * When an order that found nobody is looked at again. It stands beside the orders as it changes every few seconds,
 * and a pay-in or pay-out is a wide row with many indexes. One without a row has waited for nothing yet.
 */
export const orderLooks = pgTable(
  "order_looks",
  {
    orderId: uuid("order_id").primaryKey(),
    /** How often in vain. */
    looks: smallint("looks").notNull(),
    nextAt: moment("next_at").notNull(),
  },
  (t) => [index("order_looks_next").on(t.nextAt)],
);
