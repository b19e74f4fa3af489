import type { Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";

/** Orders and sessions share a store's references: of two who take the same one, the second waits and sees it. */
export async function lockReference(tx: Tx, storeId: string, reference: string): Promise<void> {
  const name = `payments.reference:${storeId}:${reference}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
