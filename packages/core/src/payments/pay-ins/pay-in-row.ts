import { payIns, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";

export type PayInRow = typeof payIns.$inferSelect;

/** Held until the transaction ends: whoever comes meanwhile waits, and is told the state it has then. */
export async function lockPayIn(tx: Tx, orderId: string): Promise<PayInRow | null> {
  const [row] = await tx.select().from(payIns).where(eq(payIns.id, orderId)).for("update");
  return row ?? null;
}
