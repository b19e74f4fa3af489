import { storeTraders, traders } from "@mainstay/db";
import { sql } from "drizzle-orm";

/** Of a query of traders: where a store has any that are allowed, no others; never who is denied. */
export const mayServe = (storeId: string) =>
  sql`coalesce((select s.rule from ${storeTraders} s where s.store_id = ${storeId} and s.trader_id = ${traders.id}),
        case when exists (select from ${storeTraders} s where s.store_id = ${storeId} and s.rule = 'allow') then 'deny' else 'allow' end) = 'allow'`;
