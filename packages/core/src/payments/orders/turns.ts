import { traderTurns, type Tx } from "@mainstay/db";
import { and, eq, sql } from "drizzle-orm";
import { now } from "./moments.ts";

/** Where there is one: pay-ins and pay-outs of one currency and method are taken in the same turns. */
interface Turn {
  readonly currency: string;
  readonly method: string;
}

/** The next turns go to others first: the more it weighs the later, the better the trader confirms the sooner. */
export const passTurn = (tx: Tx, order: Turn, traderId: string, weight: number) =>
  tx
    .update(traderTurns)
    .set({
      servedAt: now,
      turn: sql`${traderTurns.turn} + 1000000::bigint * (${traderTurns.done} + ${traderTurns.failed} + 10) / (${weight}::bigint * (${traderTurns.done} + 10))`,
    })
    .where(turnOf(order, traderId));

export const turnOf = ({ currency, method }: Turn, traderId: string) =>
  and(
    eq(traderTurns.traderId, traderId),
    eq(traderTurns.currency, currency),
    eq(traderTurns.method, method),
  );
