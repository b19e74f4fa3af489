import type { payments } from "@mainstay/contracts";
import { paymentSessions } from "@mainstay/db";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { UseCase } from "../../context.ts";
import { moneyOf } from "../../money.ts";
import { requireOpenStore } from "../orders/agreed.ts";
import { digitsOf } from "../orders/value-of.ts";
import { openPayIn } from "../pay-ins/open-pay-in.ts";
import { requireState, withTry } from "./require-state.ts";
import { sessionView } from "./session-view.ts";

export const chooseMethod: UseCase<typeof payments.sessions.choose> = async (ctx, input) => {
  const visit = await requireState(ctx, "choose", ["choosing"]);
  const { session } = visit;
  const { reference, metadata, currency, payerId } = session;
  const id = v7();
  ctx.audit({ target: `pay_in:${id}`, changes: { ...input, sessionId: session.id } });
  const store = await requireOpenStore(ctx, session.storeId);
  const attempt = session.tries + 1;
  const digits = await digitsOf(ctx.reference, currency);
  const order = await openPayIn(ctx, {
    id,
    store,
    reference,
    metadata,
    method: input.method,
    bank: input.bank ?? null,
    money: moneyOf(session.amount, { code: currency, digits }),
    payer: { id: payerId ?? undefined, ip: ctx.ip ?? undefined },
    session: { id: session.id, attempt },
  });
  const [tried] = await ctx.db
    .update(paymentSessions)
    .set({ tries: attempt, orderId: order.id })
    .where(eq(paymentSessions.id, session.id))
    .returning();
  if (!tried) throw new Error(`the payment session ${session.id} is gone`);
  return sessionView(ctx, withTry({ ...visit, session: tried }, order));
};
