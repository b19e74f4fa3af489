import { createPaymentSessions, type payments, paymentSessionUnknown } from "@mainstay/contracts";
import { paymentSessions } from "@mainstay/db";
import { eq, sql } from "drizzle-orm";
import type { UseCase } from "../../context.ts";

export const endSession: UseCase<typeof payments.sessions.end> = async (ctx, { sessionId }) => {
  ctx.audit({ target: `payment_session:${sessionId}` });
  const own = eq(paymentSessions.id, sessionId);
  const [row] = await ctx.db.select().from(paymentSessions).where(own).for("update");
  const id = row?.merchantId ?? "";
  if (!row || !ctx.actor.may(createPaymentSessions, { kind: "merchant", id }))
    return ctx.fail(paymentSessionUnknown({ sessionId }));
  const [ended] = await ctx.db
    .update(paymentSessions)
    .set({ expiresAt: sql`least(${paymentSessions.expiresAt}, now())` })
    .where(own)
    .returning({ expiresAt: paymentSessions.expiresAt });
  return { id: sessionId, expiresAt: (ended ?? row).expiresAt.toISOString() };
};
