import { stores, storeTraders, traders } from "@mainstay/db";
import { sql } from "drizzle-orm";
import type { KeyKind } from "../../identity/index.ts";

/**
 * Of a query of traders: where a store has any that are allowed, no others; never who is denied. The trader of
 * a merchant's sandbox serves that merchant's stores alone, and where money is real nobody: whoever has a copy of
 * a sandbox's database there would be paid by nobody.
 */
export const mayServe = (storeId: string, keyKind: KeyKind) =>
  sql`coalesce((select s.rule from ${storeTraders} s where s.store_id = ${storeId} and s.trader_id = ${traders.id}),
        case when exists (select from ${storeTraders} s where s.store_id = ${storeId} and s.rule = 'allow') then 'deny' else 'allow' end) = 'allow'
      and (${traders.sandboxMerchantId} is null or ${keyKind === "live" ? sql`false` : itsSandbox(storeId)})`;

const itsSandbox = (storeId: string) =>
  sql`${traders.sandboxMerchantId} = (select s.merchant_id from ${stores} s where s.id = ${storeId})`;
