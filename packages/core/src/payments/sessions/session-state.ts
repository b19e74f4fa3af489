import type { PaymentSession, PaymentSessionState, PayInState } from "@mainstay/contracts";
import type { z } from "zod";
import type { PayInRow } from "../pay-ins/pay-in-row.ts";
import type { Visit } from "./session-row.ts";

type Ended = z.output<typeof PaymentSession>["ended"];

/** What a payer is told of an order that is under way or paid; the others have ended without it. */
const toPayer: Partial<Record<PayInState, PaymentSessionState>> = {
  // That the fraud rules held it back is not the payer's to know.
  in_review: "searching",
  matching: "searching",
  assigned: "paying",
  paid_claimed: "checking",
  amount_review: "checking",
  disputed: "checking",
  late_review: "checking",
  completed: "paid",
  partial: "paid_in_part",
  reversed: "returned",
};

/** With one of these the payer has paid, or says so, or money came. */
const paying: ReadonlySet<PayInState> = new Set([
  "paid_claimed",
  "amount_review",
  "disputed",
  "late_review",
  "completed",
  "partial",
  "contested",
]);

/** What the payer is shown: the try that money came for, though it had ended and another had begun, or the last. */
export const shownTry = (orders: readonly PayInRow[]): PayInRow | null =>
  orders.findLast(({ state }) => paying.has(state)) ?? orders.at(-1) ?? null;

export function sessionState(visit: Visit, triesMost: number): PaymentSessionState {
  const { session, at } = visit;
  const order = shownTry(visit.orders);
  const told = order && toPayer[order.state === "contested" ? paidBefore(order) : order.state];
  if (told) return told;
  const mayTry = session.expiresAt > at && session.tries < triesMost && order?.state !== "rejected";
  return mayTry ? "choosing" : "over";
}

/** A claim after the fact is between the merchant, the trader and support. */
const paidBefore = ({ before }: PayInRow): PayInState => before ?? "completed";

export function endedAs(order: PayInRow | null): Ended {
  switch (order?.state) {
    case "cancelled":
      return order.claimedAt ? "unpaid" : "cancelled";
    case "expired":
      return "expired";
    case "no_trader":
      return "no_trader";
    case "rejected":
      return "refused";
    default:
      return null;
  }
}
