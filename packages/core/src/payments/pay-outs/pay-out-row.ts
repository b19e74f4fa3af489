import { payOuts, type Tx } from "@mainstay/db";
import { eq } from "drizzle-orm";

export type PayOutRow = typeof payOuts.$inferSelect;

/** Held until the transaction ends: whoever comes meanwhile waits, and is told the state it has then. */
export async function lockPayOut(tx: Tx, orderId: string): Promise<PayOutRow | null> {
  const [row] = await tx.select().from(payOuts).where(eq(payOuts.id, orderId)).for("update");
  return row ?? null;
}

export interface Sender {
  readonly traderId: string;
  readonly teamId: string;
  readonly traderFee: bigint;
  readonly commission: bigint;
}
/** Who sends it, and for what. */
export function senderOf({ id, traderId, teamId, traderFee, commission }: PayOutRow): Sender {
  if (traderId === null || teamId === null || traderFee === null || commission === null)
    throw new Error(`the pay-out ${id} has no trader`);
  return { traderId, teamId, traderFee, commission };
}

/** What an order is that nobody has. */
export const nobodys = { traderId: null, teamId: null, traderFee: null, commission: null } as const;
