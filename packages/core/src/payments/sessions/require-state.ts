import {
  type DomainError,
  paymentSessionState,
  type PaymentSessionState,
  sessionTriesMost,
} from "@mainstay/contracts";
import type { Tx } from "@mainstay/db";
import type { VisitorActor } from "../../actor.ts";
import type { Ctx } from "../../context.ts";
import type { PayInRow } from "../pay-ins/pay-in-row.ts";
import { lockVisit, type Visit } from "./session-row.ts";
import { sessionState, shownTry } from "./session-state.ts";

type Visitor = Pick<
  Ctx<"payments.payment_session_state", Tx, VisitorActor>,
  "db" | "actor" | "settings" | "fail"
>;

/** The visit, locked, in one of the states that the event is possible in; or the call ends. */
export async function requireState(
  ctx: Visitor,
  event: string,
  states: readonly PaymentSessionState[],
): Promise<Visit> {
  const visit = await lockVisit(ctx.db, ctx.actor);
  const state = sessionState(visit, await ctx.settings.get(sessionTriesMost));
  if (!states.includes(state)) ctx.fail(paymentSessionState({ state, event }));
  return visit;
}

/** The same of its order, where these states have one. */
export async function requireTry(
  ctx: Visitor,
  event: string,
  states: readonly PaymentSessionState[],
): Promise<Visit & { readonly order: PayInRow }> {
  const visit = await requireState(ctx, event, states);
  const order = shownTry(visit.orders);
  if (!order) throw new Error(`the payment session ${visit.session.id} has no order`);
  return { ...visit, order };
}

/** The visit once this is what became of one of its tries, or a new one. */
export const withTry = <V extends Visit>(visit: V, order: PayInRow): V => ({
  ...visit,
  orders: [...visit.orders.filter(({ id }) => id !== order.id), order].toSorted(
    (one, other) => one.attempt - other.attempt,
  ),
});

/** For what the state rules out: then a refusal is a fault of ours, and not the payer's. */
export const assured = <C extends object>(ctx: C) => ({
  ...ctx,
  fail(error: DomainError): never {
    throw error;
  },
});
