import { traders, type Tx } from "@mainstay/db";
import { sql } from "drizzle-orm";
import { refreshTurns } from "./refresh-turns.ts";

/** Their rows are locked by whoever asks. */
export async function takeOffline(tx: Tx, traderIds: readonly string[]): Promise<void> {
  await tx
    .update(traders)
    .set({ onlineUntil: null })
    .where(sql`${traders.id} = any(${sql.param(traderIds)}::uuid[])`);
  await refreshTurns(tx, traderIds);
}
