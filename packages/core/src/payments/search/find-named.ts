import { hitsMost } from "@mainstay/contracts";
import { merchants, stores, traders } from "@mainstay/db";
import { desc, eq, ilike, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Hits, SearchCtx } from "./search.ts";

/** Tables that are read whole for a part of a name: of merchants, stores and traders there are thousands. */
export async function findNamed({ db }: SearchCtx, text: string): Promise<Hits> {
  const isId = z.uuid().safeParse(text).success;
  const like = `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const matches = (table: typeof merchants | typeof stores | typeof traders): SQL =>
    isId ? eq(table.id, text) : ilike(table.name, like);
  const [ofTraders, ofMerchants, ofStores] = await Promise.all([
    db.select().from(traders).where(matches(traders)).orderBy(desc(traders.id)).limit(hitsMost),
    db
      .select()
      .from(merchants)
      .where(matches(merchants))
      .orderBy(desc(merchants.id))
      .limit(hitsMost),
    db.select().from(stores).where(matches(stores)).orderBy(desc(stores.id)).limit(hitsMost),
  ]);
  return [
    ...ofTraders.map(({ id, name, state, teamId }) => ({
      kind: "trader" as const,
      id,
      name,
      state,
      teamId,
    })),
    ...ofMerchants.map(({ id, name, state }) => ({ kind: "merchant" as const, id, name, state })),
    ...ofStores.map(({ id, name, state, merchantId }) => ({
      kind: "store" as const,
      id,
      name,
      state,
      merchantId,
    })),
  ];
}
